/* Private to src/pipeline: pages of several threads become one output. */
#ifndef WS_PIPELINE_MERGE_H
#define WS_PIPELINE_MERGE_H

#include "output/sink.h"
#include "pipeline/page.h"

enum { WS_MERGE_MAX = 65 };

/** Puts all lines of `n` pages (at most WS_MERGE_MAX) out in the order of their turns; of equal
 * ones the first page's come first. 0, or what the sink answered. */
int ws_merge(const struct ws_page *pages, size_t n, struct ws_sink *sink);

#endif
