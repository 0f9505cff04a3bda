#ifndef WIRESPEAK_CHARSET_H
#define WIRESPEAK_CHARSET_H

/** How the bytes of a text are read. */
enum ws_charset {
    WS_UTF8,  /* RFC 3629 */
    WS_ASCII, /* bytes below 0x80 */
    WS_LATIN1 /* ISO 8859-1: each byte is that code point */
};

#endif
