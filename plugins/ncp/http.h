#ifndef NCP_HTTP_H
#define NCP_HTTP_H

#include "ncp.h"

/** The heads of the HTTP tunnel that may stand before the first packet: RFC 9112 as far as ncplib
 * speaks it. No message has a body. */

/** Does it begin with the tunnel's request line, whatever the letters of its method? */
enum ncp_match ncp_is_connect(struct ws_bytes in);
/** Does it begin with `HTTP/1.1 `, three digits and a blank? */
enum ncp_match ncp_is_status(struct ws_bytes in);

/** Bytes of the head at the begin of `in`, the empty line included; 0: it does not end there. The
 * first `scanned` bytes were looked at before. */
size_t ncp_head_len(struct ws_bytes in, size_t scanned);

struct ncp_head {
    bool is_response;
    struct ws_bytes method, uri; /* of a request */
    struct ws_bytes version;
    uint32_t status; /* of a response */
    struct ws_bytes reason;
    struct ws_bytes lines; /* the headers, each with its CR LF */
};

/** Takes a whole head apart; false: its first line can't be, or it has too many lines. */
bool ncp_head_read(struct ws_bytes head, struct ncp_head *ret);

/** A header as it stands there: its first line, and lines that continue it. */
struct ncp_header {
    struct ws_bytes first;
    struct ws_bytes rest; /* the further lines, each with its CR LF */
};

/** The next header of `lines`, which then begins behind it; false: there is none. */
bool ncp_header_take(struct ws_bytes *lines, struct ncp_header *ret);
/** The same for a single line, without its CR LF. */
bool ncp_line_take(struct ws_bytes *lines, struct ws_bytes *ret);
/** Without blanks at both ends. */
struct ws_bytes ncp_trim(struct ws_bytes text);

/** Splits a header (its lines joined) at the colon; false: it has none, and is all name. */
bool ncp_header_split(struct ws_bytes header, struct ws_bytes *ret_name,
                      struct ws_bytes *ret_value);

/** Are they the same, whatever the case of ASCII letters? */
bool ncp_same_word(struct ws_bytes text, const char *word);

/** Is it an answer's head of an NCP server? Any other web server's is not. */
bool ncp_is_server_head(struct ws_bytes head);

/** User and password of `Basic TOKEN`, decoded into `room` (of value.len bytes); false: it is
 * none. */
bool ncp_basic(struct ws_bytes value, uint8_t *room, struct ws_bytes *ret_user,
               struct ws_bytes *ret_password);

#endif
