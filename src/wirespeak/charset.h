#ifndef WIRESPEAK_CHARSET_H
#define WIRESPEAK_CHARSET_H

/** How the bytes of a text field stand for characters. */
enum ws_charset {
    WS_UTF8,   /* RFC 3629 */
    WS_ASCII,  /* 7 bits; a byte of 0x80 and above is no character */
    WS_LATIN1, /* ISO 8859-1: every byte is the code point of its value */
};

#endif
