libwirespeak_la_SOURCES += \
	src/pipeline/batch.c src/pipeline/batch.h \
	src/pipeline/merge.c src/pipeline/merge.h \
	src/pipeline/page.c src/pipeline/page.h \
	src/pipeline/pipeline.c src/pipeline/pipeline.h
