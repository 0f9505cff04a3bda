#ifndef WIRESPEAK_EXPORT_H
#define WIRESPEAK_EXPORT_H

/** Marks what libwirespeak, or a plugin, shows to others; everything else is hidden. */
#define WS_EXPORT __attribute__((visibility("default")))

/** Lets the compiler check the arguments of a printf-like function: `fmt` and `first` count from 1.
 */
#define WS_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))

/** Number of elements of an array (not of a pointer). */
#define WS_LEN(array) (sizeof(array) / sizeof((array)[0]))

#endif
