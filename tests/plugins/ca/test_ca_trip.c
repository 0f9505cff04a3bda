/* Every message type of Channel Access, made at random from its tables, there and back. */
#include "ca.h"

#include "message/trip.h"
#include "test.h"

enum { SEED = 5064, VALUES = 300 };

static void values_of_every_type_come_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < ws_plugin.n_types; i++) {
        print_message("message: %s\n", ws_plugin.types[i].name);
        test_trip_type(&ws_plugin.types[i], NULL, SEED + i, VALUES, NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_every_type_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
