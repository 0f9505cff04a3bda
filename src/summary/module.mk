libwirespeak_la_SOURCES += \
	src/summary/key.c src/summary/key.h \
	src/summary/private.h \
	src/summary/print_json.c \
	src/summary/print_text.c \
	src/summary/quantiles.c src/summary/quantiles.h \
	src/summary/rank.c src/summary/rank.h \
	src/summary/summary.c src/summary/summary.h \
	src/summary/table.c src/summary/table.h \
	src/summary/tally.c src/summary/tally.h
