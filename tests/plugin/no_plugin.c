/* A shared object that is no plugin. */
extern const int wirespeak_test_nothing;
__attribute__((visibility("default"))) const int wirespeak_test_nothing = 1;
