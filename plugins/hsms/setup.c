/* HSMS: what setup makes of the dictionary and the options. */
#include "dictionary.h"

#include <string.h>

enum { N_CODES = 128 * 256 };

const struct hsms_type *hsms_type_find(const struct hsms_instance *instance, uint64_t stream,
                                       uint64_t function)
{
    return instance->by_code[(stream & HSMS_STREAM) << 8 | (function & 0xff)];
}

int hsms_mnemonic_decode(const void *instance, const struct ws_scope *scope, struct ws_out *out,
                         struct ws_bytes in)
{
    uint64_t function = ws_scope_uint(scope, WS_ROW(DATA_FUNCTION));
    const struct hsms_type *t =
        hsms_type_find(instance, ws_scope_uint(scope, WS_ROW(DATA_STREAM)), function);
    const char *mnemonic = t ? t->mnemonic : function == 0 ? "ABORT" : NULL;

    (void)in;
    if (mnemonic)
        ws_put_text(out, 0, (struct ws_bytes){(const uint8_t *)mnemonic, strlen(mnemonic)},
                    WS_UTF8);
    return 0;
}

static int add_built_in(struct ws_instance *host, struct hsms_type **types)
{
    struct hsms_complaint why;
    int err = WS_OK;

    for (size_t i = 0; i < hsms_n_entries && !err; i++) {
        const struct hsms_entry *e = &hsms_entries[i];
        struct hsms_type **place = &types[e->stream << 8 | e->function];
        if (*place) /* the site says otherwise */
            continue;
        err = hsms_type_make(host, e, place, &why);
        if (err == WS_E_VALUE)
            err = ws_instance_refuse(host, "s%uf%u: column %zu of %s: expected %s", e->stream,
                                     e->function, why.at + 1, e->notation, why.expected);
    }
    return err;
}

/** Messages that are not listed: all their names are made when one is seen. */
static int add_any(struct hsms_instance *i, struct ws_instance *host)
{
    static const struct hsms_entry entry = {
        0, 0, HSMS_TO_HOST | HSMS_TO_EQUIPMENT, NULL, "any other data message", "-"};
    struct hsms_complaint why;
    struct hsms_type *t;
    int err = hsms_type_make(host, &entry, &t, &why);

    if (err)
        return err;
    i->any = t;
    memcpy(t->type_name, "data", sizeof("data"));
    t->type.code = "SxFy";
    t->type.kind = WS_NO_KIND;
    t->type.family = "^s[0-9]{1,3}f[0-9]{1,3}$";
    t->type.doc = "its name is made of stream and function: s64f1";
    return ws_instance_add_type(host, &t->type);
}

int hsms_setup(void *instance, struct ws_instance *host)
{
    struct hsms_instance *i = instance;
    struct hsms_type **types = ws_instance_alloc(host, N_CODES * sizeof(*types));
    int err;

    if (!types)
        return WS_E_NOMEM;
    i->by_code = (const struct hsms_type *const *)types;
    i->sml = ws_option_uint(host, HSMS_O_SML) != 0;
    i->max_message = ws_option_uint(host, HSMS_O_MAX_MESSAGE_BYTES);
    i->t3_ns = (int64_t)ws_option_uint(host, HSMS_O_T3);
    i->t6_ns = (int64_t)ws_option_uint(host, HSMS_O_T6);
    i->t7_ns = (int64_t)ws_option_uint(host, HSMS_O_T7);
    if ((err = hsms_site_read(i, types, host)) || (err = add_built_in(host, types)))
        return err;
    for (size_t k = 0; k < N_CODES; k++)
        if (types[k] && (err = ws_instance_add_type(host, &types[k]->type)))
            return err;
    return add_any(i, host);
}
