/* Layouts written as text, connections played as steps, and what comes of them written as lines. */
#ifndef TCPIP_TEST_H
#define TCPIP_TEST_H

#include "tcpip.h"

#include "plugin/engine.h"
#include "plugin/instance.h"

#include "test.h"

enum { TEST_PORT = 7000, TEST_LINES = 1 << 17, TEST_STEPS = 12 };

/** The plugin set up with this layout; NULL: refused, `why` (WS_WHY_MAX bytes) is told without the
 * file's name. `stream`: an option, or NULL. */
struct ws_instance *test_layout(const char *layout, const char *stream, char *why);

/** A layout of one stream at TEST_PORT: its structs (or NULL: none), and what both ends send;
 * `more` (or NULL) are further members of the stream, a comma before them. */
struct ws_instance *test_stream(const char *structs, const char *client, const char *server,
                                const char *more);

/** One packet: bytes of a side, perhaps missing in the capture, or the end of a direction. */
struct step {
    char from; /* 'c', 's'; 0 ends the list */
    enum { STEP_SENT, STEP_LOST, STEP_FIN } how;
    const char *bytes;
    size_t len;
};
#define C(text)                                                                                    \
    {                                                                                              \
        'c', STEP_SENT, text, sizeof(text) - 1                                                     \
    }
#define S(text)                                                                                    \
    {                                                                                              \
        's', STEP_SENT, text, sizeof(text) - 1                                                     \
    }
#define C_LOST(text)                                                                               \
    {                                                                                              \
        'c', STEP_LOST, text, sizeof(text) - 1                                                     \
    }
#define S_LOST(text)                                                                               \
    {                                                                                              \
        's', STEP_LOST, text, sizeof(text) - 1                                                     \
    }
#define C_FIN                                                                                      \
    {                                                                                              \
        'c', STEP_FIN, "", 0                                                                       \
    }
#define S_FIN                                                                                      \
    {                                                                                              \
        's', STEP_FIN, "", 0                                                                       \
    }

/** Plays a connection to TEST_PORT and gives its events, one line for each:
 *   FROM NAME JSON [KIND] [!CODE]... [+NOTE]... [of FRAME] [orphan]
 *   FROM gap LENGTH [at RESYNC], FROM notice CODE
 * `midstream`: its begin was not captured. Frees the instance. */
const char *test_play(struct ws_instance *instance, const struct step *steps, bool midstream,
                      char out[TEST_LINES]);

#endif
