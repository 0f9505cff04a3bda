/* Events as a log of SECS Message Language. */
#include "output/sml.h"

#include "output/text.h"

void ws_sml_event(struct ws_print *print, const struct ws_event *event, struct ws_buf *out)
{
    const struct ws_node *sml = event->fields ? ws_member(event->fields, "sml") : NULL;

    ws_buf_text(out, "// ");
    ws_text_event(print, event, out);
    if (!sml || sml->kind != WS_V_TEXT)
        return;
    ws_buf_add(out, sml->as.data, sml->len);
    ws_buf_byte(out, '\n');
}
