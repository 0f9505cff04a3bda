# Unit tests mirror src/ and plugins/: one module.mk per folder, one program per subject.
CMOCKA_TEST_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests $(CMOCKA_CFLAGS)
CMOCKA_TEST_LDADD = libwirespeak.la $(CMOCKA_LIBS)
EXTRA_DIST += tests/test.h

if HAVE_CMOCKA
include tests/message/module.mk
include tests/output/module.mk
include tests/plugins/ancp/module.mk
TESTS += $(check_PROGRAMS)
endif

include tests/bench/module.mk
