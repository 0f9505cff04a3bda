/* Random values and bytes, there and back. */
#include "message/trip.h"

#include "message/tables.h"

#include "test.h"

enum { SEED = 20260101, TRIPS = 2000 };

static void values_and_bytes_come_back_as_they_went(void **state)
{
    (void)state;
    for (size_t i = 0; i < test_n_types; i++)
        test_trip_type(&test_types[i], NULL, SEED + i, TRIPS, test_tables_hook);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_and_bytes_come_back_as_they_went),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
