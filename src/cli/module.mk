bin_PROGRAMS += wirespeak
wirespeak_SOURCES = \
	src/cli/codec.c src/cli/codec.h \
	src/cli/color.c src/cli/color.h \
	src/cli/config.c src/cli/config.h \
	src/cli/config_file.c \
	src/cli/config_print.c \
	src/cli/decode.c \
	src/cli/encode.c \
	src/cli/hex.c src/cli/hex.h \
	src/cli/follow.c src/cli/follow.h \
	src/cli/main.c \
	src/cli/options.c src/cli/options.h \
	src/cli/plugins.c \
	src/cli/progress.c src/cli/progress.h \
	src/cli/read.c \
	src/cli/read_file.c \
	src/cli/read_filter.c src/cli/read_filter.h \
	src/cli/read_options.c src/cli/read_options.h \
	src/cli/read_private.h \
	src/cli/say.c src/cli/say.h \
	src/cli/setup.c src/cli/setup.h \
	src/cli/signals.c src/cli/signals.h \
	src/cli/summary.c \
	src/cli/summary_file.c \
	src/cli/summary_private.h \
	src/cli/totals.c src/cli/totals.h \
	src/cli/verbs.h
wirespeak_CPPFLAGS = $(AM_CPPFLAGS) -DWS_PLUGIN_DIR='"$(plugindir)"' -DWS_VERSION='"$(PACKAGE_VERSION)"'
wirespeak_CFLAGS = $(WARNINGS) $(SANITIZERS)
wirespeak_LDADD = libwirespeak.la $(CJSON_LIBS) $(CRYPTO_LIBS) $(PCAP_LIBS)

dist_man_MANS += docs/man/wirespeak.1 docs/man/wirespeak-config.5 docs/man/wirespeak-decode.1 \
	docs/man/wirespeak-encode.1 docs/man/wirespeak-plugins.1 docs/man/wirespeak-read.1 docs/man/wirespeak-summary.1
bashcompletiondir = $(datadir)/bash-completion/completions
zshcompletiondir = $(datadir)/zsh/site-functions
dist_zshcompletion_DATA = contrib/completion/_wirespeak
EXTRA_DIST += contrib/completion/wirespeak.bash

# bash-completion looks for a file of the program's name.
install-data-local:
	$(MKDIR_P) '$(DESTDIR)$(bashcompletiondir)'
	$(INSTALL_DATA) '$(srcdir)/contrib/completion/wirespeak.bash' '$(DESTDIR)$(bashcompletiondir)/wirespeak'

uninstall-local:
	rm -f '$(DESTDIR)$(bashcompletiondir)/wirespeak'
