libwirespeak_la_SOURCES += \
	src/filter/check.c \
	src/filter/filter.h \
	src/filter/gate.c src/filter/gate.h \
	src/filter/latin1.h \
	src/filter/lex.c src/filter/lex.h \
	src/filter/match.c \
	src/filter/parse.c src/filter/parse.h \
	src/filter/pattern.c src/filter/pattern.h \
	src/filter/picks.c src/filter/picks.h \
	src/filter/program.h \
	src/filter/value.c src/filter/value.h \
	src/filter/value_read.c
