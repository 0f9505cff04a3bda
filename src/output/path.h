#ifndef WS_OUTPUT_PATH_H
#define WS_OUTPUT_PATH_H

#include "output/print.h"
#include "plugin/event.h"
#include "plugin/instance.h"

/**
 * Paths name values of events:
 *   timestamp, frame, src_ip, message, length …   keys of the envelope
 *   ancp.transaction_id, ancp.tlvs.value          PROTOCOL.KEY.KEY: in `fields`, through lists,
 * each element; inside what a hook makes any key, looked for when there is a value; KEY_name is the
 * name of KEY's value
 *   ancp.message                                  the message's name, of this protocol only
 *   ancp                                          the protocol's name, in its own events
 *   context.KEY, notes.KEY, errors.KEY            and notes, errors for their codes
 */

enum { WS_PATH_PARTS_MAX = 16 };

/** A path made ready. Borrows its text and the instances. */
struct ws_path {
    const char *text;
    uint8_t root;         /* private */
    uint8_t key;          /* private */
    const char *protocol; /* the plugin's name; NULL: any */
    size_t n_parts;
    struct ws_bytes parts[WS_PATH_PARTS_MAX];
};

/** An event and where it stands in the output. */
struct ws_subject {
    struct ws_print *print;
    const struct ws_event *event;
    uint64_t seq;
};

/**
 * Checks a path against what the instances' tables can give. Allocates nothing.
 *
 * @param text  Must live as long as the path.
 * @return  0; WS_E_UNKNOWN: no event can have it, `why` (WS_WHY_MAX bytes) says so and names the
 *          nearest.
 */
int ws_path_compile(const char *text, const struct ws_instance *const *instances, size_t n,
                    struct ws_path *ret, char *why);

/**
 * Calls `each` for every value of the path in the event, in order; for none when there is none.
 * Elements of lists come one by one. Allocates nothing; a value is borrowed until `each` returns.
 * Secrets come as "***".
 */
void ws_path_each(const struct ws_path *path, const struct ws_subject *subject,
                  void (*each)(void *self, const struct ws_node *value), void *self);

/** What a value is compared as. */
enum ws_path_kind {
    WS_PATH_NUMBER = 1 << 0,
    WS_PATH_BOOL = 1 << 1,
    WS_PATH_TEXT = 1 << 2,
    WS_PATH_BYTES = 1 << 3,
    WS_PATH_MAC = 1 << 4,
    WS_PATH_IP = 1 << 5,
    WS_PATH_TIME = 1 << 6,
    WS_PATH_OBJECT = 1 << 7,
    WS_PATH_ANY = 1 << 8, /* known only when there is a value */
};

/** One kind of value that a path may have; `names` are all texts that it or its number may stand
 * for, NULL: any. `family`: a regular expression of further ones, or NULL. */
typedef void ws_path_kind_fn(void *self, enum ws_path_kind kind, const struct ws_names *names,
                             const char *family);

/** Calls `each` for each row of the tables, or key of the host, that a path names. */
void ws_path_kinds(const struct ws_path *path, const struct ws_instance *const *instances, size_t n,
                   ws_path_kind_fn *each, void *self);

/** Whether it names the number in the output, which depends on all events before. */
bool ws_path_is_seq(const struct ws_path *path);

/** The keys of the envelope that a path may name, each with what it says; ends with a NULL name. */
struct ws_path_key {
    const char *name;
    const char *doc;
};
extern const struct ws_path_key ws_path_keys[];

#endif
