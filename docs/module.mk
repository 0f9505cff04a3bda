TESTS += tests/guide/page.sh
EXTRA_DIST += docs/codec.md tests/guide/page.sh docs/performance.md docs/plugin-guide.md docs/summary.md tests/guide/blocks tests/guide/run.sh

# The guide's plugin, built out of tree against what is installed, and what the guide shows.
installcheck-local:
	$(AM_V_at)GUIDE='$(abs_srcdir)/docs/plugin-guide.md' SRCDIR='$(abs_srcdir)' DESTDIR='$(DESTDIR)' bindir='$(bindir)' \
	libdir='$(libdir)' pkgconfigdir='$(pkgconfigdir)' CC='$(CC)' PKG_CONFIG='$(PKG_CONFIG)' \
	bash '$(abs_srcdir)/tests/guide/run.sh'

# docs/layouts.md, done as it says.
TESTS += tests/guide/layouts.sh
EXTRA_DIST += tests/guide/layouts.sh
