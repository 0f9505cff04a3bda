/* Channel Access: the header, and which ones are plausible where a stream has lost its place. */
#include "ca.h"

bool ca_header_read(struct ws_bytes in, struct ca_header *ret)
{
    if (in.len < CA_HEAD)
        return false;
    *ret = (struct ca_header){
        .command = (uint16_t)ws_load_be(in.data, 2),
        .len = CA_HEAD,
        .size = (uint32_t)ws_load_be(in.data + 2, 2),
        .data_type = (uint16_t)ws_load_be(in.data + 4, 2),
        .count = (uint32_t)ws_load_be(in.data + 6, 2),
        .p1 = (uint32_t)ws_load_be(in.data + 8, 4),
        .p2 = (uint32_t)ws_load_be(in.data + 12, 4),
    };
    if (ret->size != CA_LONG_MARK || ret->count != 0)
        return true;
    if (in.len < CA_LONG_HEAD)
        return false;
    ret->extended = true;
    ret->len = CA_LONG_HEAD;
    ret->size = (uint32_t)ws_load_be(in.data + CA_HEAD, 4);
    ret->count = (uint32_t)ws_load_be(in.data + CA_HEAD + 4, 4);
    return true;
}

/* Plausible headers. The conditions of all commands have few forms; each side has its own table. */

static bool is_zero(const struct ca_header *h)
{
    return !h->size && !h->data_type && !h->count && !h->p1 && !h->p2;
}

static bool has_minor(const struct ca_header *h)
{
    return h->count >= CA_OLDEST && h->count <= CA_HIGHEST;
}

/** A text of the payload, of `max` bytes at the most. */
static bool has_text(const struct ca_header *h, uint32_t max)
{
    return h->size >= CA_ALIGN && h->size <= max;
}

static bool has_type(const struct ca_header *h)
{
    return h->data_type <= CA_DBR_LAST;
}

/** The payload is what so many values need; one text alone may be trimmed. */
static bool fits(const struct ca_header *h)
{
    uint64_t need = ca_data_size(h->data_type, h->count);
    bool one_text = h->data_type == CA_DBR_STRING && h->count == 1;

    if (!has_type(h))
        return false;
    need = (need + CA_ALIGN - 1) / CA_ALIGN * CA_ALIGN;
    return h->size == need || (one_text && h->size > 0 && h->size < need);
}

static bool client_version(const struct ca_header *h)
{
    return !h->size && h->data_type <= CA_MAX_PRIORITY && has_minor(h) && !h->p2 &&
           (h->p1 <= 1 || h->data_type == 1);
}

static bool server_version(const struct ca_header *h)
{
    return !h->size && h->data_type <= 1 && has_minor(h) && h->p1 == h->data_type && !h->p2;
}

static bool event_add(const struct ca_header *h)
{
    return h->size == 16 && has_type(h);
}

static bool asks(const struct ca_header *h)
{
    return !h->size && has_type(h);
}

static bool search(const struct ca_header *h)
{
    bool flag = h->data_type == CA_DONT_REPLY || h->data_type == CA_DO_REPLY;
    return has_text(h, 504) && flag && h->p1 == h->p2;
}

static bool create(const struct ca_header *h)
{
    return has_text(h, 504) && !h->data_type && !h->count && h->p2 <= CA_HIGHEST;
}

static bool person(const struct ca_header *h)
{
    return has_text(h, 512) && !h->data_type && !h->count && !h->p1 && !h->p2;
}

static bool two_ids(const struct ca_header *h)
{
    return !h->size && !h->data_type && !h->count;
}

static bool bare(const struct ca_header *h)
{
    return !h->size;
}

static bool update(const struct ca_header *h)
{
    return has_type(h) && (!h->size || (ca_is_status(h->p1) && fits(h)));
}

static bool answer(const struct ca_header *h)
{
    return ca_is_status(h->p1) && fits(h);
}

static bool found(const struct ca_header *h)
{
    return (!h->size || h->size == CA_ALIGN) && !h->count;
}

static bool error(const struct ca_header *h)
{
    return h->size >= CA_LONG_HEAD && !h->data_type && !h->count && ca_is_status(h->p2);
}

static bool not_found(const struct ca_header *h)
{
    return !h->size && (h->data_type == CA_DONT_REPLY || h->data_type == CA_DO_REPLY);
}

static bool created(const struct ca_header *h)
{
    return !h->size && h->data_type < CA_DBR_NATIVE;
}

static bool written(const struct ca_header *h)
{
    return asks(h) && ca_is_status(h->p1);
}

static bool access_rights(const struct ca_header *h)
{
    return two_ids(h) && h->p2 <= 3;
}

static bool channel(const struct ca_header *h)
{
    return two_ids(h) && !h->p2;
}

typedef bool condition(const struct ca_header *h);

static condition *const by_client[CA_N_COMMANDS] = {
    [CA_VERSION] = client_version,
    [CA_EVENT_ADD] = event_add,
    [CA_EVENT_CANCEL] = asks,
    [CA_READ] = asks,
    [CA_WRITE] = fits,
    [CA_SEARCH] = search,
    [CA_EVENTS_OFF] = is_zero,
    [CA_EVENTS_ON] = is_zero,
    [CA_READ_SYNC] = bare,
    [CA_CLEAR_CHANNEL] = two_ids,
    [CA_READ_NOTIFY] = asks,
    [CA_CREATE_CHAN] = create,
    [CA_WRITE_NOTIFY] = fits,
    [CA_CLIENT_NAME] = person,
    [CA_HOST_NAME] = person,
    [CA_ECHO] = bare,
};
static condition *const by_server[CA_N_COMMANDS] = {
    [CA_VERSION] = server_version,
    [CA_EVENT_ADD] = update,
    [CA_READ] = fits,
    [CA_SEARCH] = found,
    [CA_READ_SYNC] = bare,
    [CA_ERROR] = error,
    [CA_CLEAR_CHANNEL] = two_ids,
    [CA_NOT_FOUND] = not_found,
    [CA_READ_NOTIFY] = answer,
    [CA_CREATE_CHAN] = created,
    [CA_WRITE_NOTIFY] = written,
    [CA_ACCESS_RIGHTS] = access_rights,
    [CA_ECHO] = bare,
    [CA_CREATE_CH_FAIL] = channel,
    [CA_SERVER_DISCONN] = channel,
};

bool ca_is_plausible(enum ws_role from, const struct ca_header *h, uint64_t max_message)
{
    if (h->command >= CA_N_COMMANDS || h->size % CA_ALIGN != 0 || h->size + h->len > max_message)
        return false;
    condition *client = by_client[h->command], *server = by_server[h->command];
    return (from != WS_SERVER && client && client(h)) || (from != WS_CLIENT && server && server(h));
}
