/* HSMS: who is selected (SEMI E37 section 5), and whether both sides have greeted (SEMI E30
 * section 3.2). */
#include <string.h>

#include "conversation.h"

enum { SELECTED_OK = 0, SELECTED_ALREADY = 1, SELECTED_ENTITY = 6, DESELECTED_OK = 0 };
enum { SESSION_TOP = 0x8000 };

static uint16_t id_of(const struct hsms_seen *s)
{
    uint16_t id = s->header.session_id;

    /* An answer may have another session id than its request. */
    if (s->answers && (s->kind == HSMS_SELECT_RSP || s->kind == HSMS_DESELECT_RSP))
        id = s->request.session_id;
    return s->c->several ? id : HSMS_NO_SESSION;
}

struct hsms_session *hsms_session_of(struct hsms_seen *s)
{
    uint16_t id = id_of(s);
    struct hsms_session *found = ws_map_get(s->c->sessions, &id);

    if (found)
        return found;
    found = ws_map_put(s->c->sessions, &id);
    if (found)
        found->known = s->message->whole_flow;
    return found;
}

/* What a strict peer would reject */

static void check_data(struct hsms_seen *s)
{
    const struct hsms_session *session = hsms_session_of(s);

    if (s->w_bit && s->function % 2 == 0)
        ws_note(s->host, HSMS_W_ON_SECONDARY, NULL);
    if (s->w_bit && s->function % 2 == 1 && s->stream == 9)
        ws_note(s->host, HSMS_W_ON_S9, NULL);
    if (!s->c->several && s->header.session_id >= SESSION_TOP)
        ws_note(s->host, HSMS_SESSION_ID, NULL);
    if (session && session->known && !session->selected && s->message->whole_flow)
        ws_note(s->host, HSMS_NOT_SELECTED, NULL);
}

void hsms_states_check(struct hsms_seen *s)
{
    if (s->kind == HSMS_SELECT_REQ && s->header.session_id != HSMS_NO_SESSION)
        s->c->several = true;
    if (s->kind == HSMS_DATA)
        check_data(s);
    if (s->kind != HSMS_SELECT_REQ)
        return;
    const struct hsms_session *session = hsms_session_of(s);
    if (session && session->known && session->selected)
        ws_note(s->host, HSMS_ALREADY_SELECTED, NULL);
}

/* States */

static void start_t7(struct hsms_seen *s)
{
    int64_t t7_ns = s->c->instance->t7_ns;
    s->c->t7_ns = t7_ns && s->message->whole_flow ? s->message->ts_ns + t7_ns : INT64_MAX;
}

static void set_selected(struct hsms_seen *s, struct hsms_session *session, bool selected)
{
    if (!selected && session->selected)
        start_t7(s);
    if (selected)
        s->c->t7_ns = INT64_MAX;
    session->known = true;
    session->selected = selected;
    if (!selected)
        session->communication = HSMS_NOT_COMMUNICATING;
}

static void see_data(struct hsms_seen *s, struct hsms_session *session)
{
    const struct ws_node *commack = s->data ? ws_member(s->data, "commack") : NULL;

    if (s->stream != 1)
        return;
    if (s->function == 13 && session->communication == HSMS_NOT_COMMUNICATING)
        session->communication = HSMS_WAIT_CRA;
    if (s->function == 14 && commack && commack->kind == WS_V_UINT)
        session->communication = commack->as.u == 0 || session->communication == HSMS_COMMUNICATING
                                     ? HSMS_COMMUNICATING
                                     : HSMS_NOT_COMMUNICATING;
}

static void see(struct hsms_seen *s, struct hsms_session *session)
{
    uint8_t status = s->header.byte_3;

    switch (s->kind) {
    case HSMS_SELECT_RSP:
        if (status == SELECTED_OK || status == SELECTED_ALREADY || status == SELECTED_ENTITY)
            set_selected(s, session, true);
        break;
    case HSMS_DESELECT_RSP:
        if (status == DESELECTED_OK)
            set_selected(s, session, false);
        break;
    case HSMS_SEPARATE_REQ:
        set_selected(s, session, false);
        s->c->t7_ns = INT64_MAX; /* the connection ends */
        break;
    case HSMS_DATA:
        see_data(s, session);
        break;
    default:
        break;
    }
}

static void show(struct hsms_seen *s, size_t row, const char *text)
{
    ws_context_text(s->host, row, (struct ws_bytes){(const uint8_t *)text, strlen(text)});
}

void hsms_states_see(struct hsms_seen *s)
{
    static const char *const communication[] = {[HSMS_NOT_COMMUNICATING] = "not_communicating",
                                                [HSMS_WAIT_CRA] = "wait_cra",
                                                [HSMS_COMMUNICATING] = "communicating"};
    struct hsms_session *session = hsms_session_of(s);

    if (!s->c->started)
        start_t7(s);
    s->c->started = true;
    if (!session)
        return;
    see(s, session);
    if (!session->known)
        return;
    show(s, HSMS_C_SELECTION, session->selected ? "selected" : "not_selected");
    if (s->kind == HSMS_DATA && session->selected)
        show(s, HSMS_C_COMMUNICATION, communication[session->communication]);
}
