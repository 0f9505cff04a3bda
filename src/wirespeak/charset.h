#ifndef WIRESPEAK_CHARSET_H
#define WIRESPEAK_CHARSET_H

/** How the bytes of a text field stand for characters. All are strict. Texts in the last four are
 * turned into UTF-8 when they are read: no value is ever in one of these. */
enum ws_charset {
    WS_UTF8,     /* RFC 3629 */
    WS_ASCII,    /* 7 bits; a byte of 0x80 and above is no character */
    WS_LATIN1,   /* ISO 8859-1: every byte is the code point of its value */
    WS_CP1252,   /* Windows: as Latin-1, but for 80 .. 9f; 81, 8d, 8f, 90, 9d are no characters */
    WS_UTF16_LE, /* without lone surrogates; a byte order mark is a character as any other */
    WS_UTF16_BE,
    WS_UTF32_LE,
};

#endif
