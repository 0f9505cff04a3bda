/* `data`: the named view of bodies, and bodies made of it. Expected values are written by hand from
 * SEMI E5 and the notation. */
#include "hsms_test.h"

#include <string.h>

static int set_up(void **state)
{
    static struct bench b;
    bench_open(&b, NULL, NULL);
    *state = &b;
    return 0;
}

static int tear_down(void **state)
{
    bench_close(*state);
    return 0;
}

static const struct {
    const char *what;
    unsigned stream, function;
    const char *body, *want;
} views[] = {
    {"a header only", 1, 1, "", "{}"},
    {"a header only with a body", 1, 1, "0100", ""},
    {"a body is missing", 1, 3, "", ""},
    {"F0 of a stream that is not listed", 77, 0, "", "{}"},
    {"F0 with a body", 1, 0, "0100", ""},
    {"not listed", 64, 1, "a50101", ""},
    {"a permitted empty list", 1, 13, "0100", "{}"},
    {"texts keep their blanks", 1, 13, "0102 4106414243202020 4100",
     "{\"mdln\":\"ABC   \",\"softrev\":\"\"}"},
    {"an empty list that is not permitted", 2, 41, "0100", ""},
    {"too many elements", 1, 13, "0103 4100 4100 4100", ""},
    {"an item in place of a list", 1, 13, "4100", ""},
    {"a single item has its name", 1, 18, "210102",
     "{\"onlack\":2,\"onlack_name\":\"already_online\"}"},
    {"an unlisted value", 1, 18, "210140", "{\"onlack\":64,\"onlack_name\":\"reserved\"}"},
    {"another format of the same value", 1, 18, "a50100",
     "{\"onlack\":0,\"onlack_name\":\"accepted\"}"},
    {"names are of integers only", 1, 18, "250101", "{\"onlack\":true}"},
    {"two bytes have no name", 1, 18, "21020000", "{\"onlack\":\"0000\"}"},
    {"an integer that JSON can't hold has no name", 1, 20,
     "0102 0100 0101 0102 a108ffffffffffffffff 4100",
     "{\"objects\":[],\"errors\":[{\"errcode\":\"18446744073709551615\",\"errtext\":\"\"}]}"},
    {"a list in place of an item", 1, 18, "0102 a50101 210103", "{\"onlack\":[1,3]}"},
    {"any item", 1, 4, "0104 91084000000040400000 0101 0100 490400022121 b100",
     "{\"svs\":[[2.0,3.0],[[]],\"!!\",[]]}"},
    {"no text: hex", 1, 4, "0101 490400088140", "{\"svs\":[\"00088140\"]}"},
    {"free form", 1, 6, "0101 a50101", "{\"value\":[1]}"},
    {"a vector of n values", 5, 5, "a5020102", "{\"alids\":[1,2]}"},
    {"a vector of one value", 5, 5, "b10400000019", "{\"alids\":[25]}"},
    {"a vector of none", 5, 5, "b100", "{\"alids\":[]}"},
    {"a list for a vector", 5, 5, "0102 a50101 a50102", "{\"alids\":[1,2]}"},
    {"a text for a vector", 5, 5, "410141", "{\"alids\":[\"A\"]}"},
    {"alcd is taken apart", 5, 1, "0103 210182 a50119 410178",
     "{\"alcd\":130,\"alcd_set\":true,\"alcd_category\":2,\"alcd_category_name\":"
     "\"equipment_safety\",\"alid\":25,\"altx\":\"x\"}"},
    {"alcd of another category", 5, 1, "0103 210109 a50119 4100",
     "{\"alcd\":9,\"alcd_set\":false,\"alcd_category\":9,\"alcd_category_name\":\"other\","
     "\"alid\":25,\"altx\":\"\"}"},
    {"alcd of no bytes", 5, 1, "0103 2100 a50119 4100",
     "{\"alcd\":\"\",\"alid\":25,\"altx\":\"\"}"},
    {"aled", 5, 3, "0102 210180 a50119", "{\"aled\":128,\"aled_name\":\"enable\",\"alid\":25}"},
    {"aled 0", 5, 3, "0102 210100 a50119", "{\"aled\":0,\"aled_name\":\"disable\",\"alid\":25}"},
    {"the header in an S9", 9, 5, "210a 000a 8263 0000 00000007",
     "{\"mhead\":\"000a8263000000000007\",\"mhead_header\":{\"session_id\":10,\"w_bit\":true,"
     "\"stream\":2,\"function\":99,\"p_type\":0,\"s_type\":0,\"system_bytes\":7}}"},
    {"nine bytes of it", 9, 5, "2109 000a82630000000000", "{\"mhead\":\"000a82630000000000\"}"},
    {"as a text", 9, 5, "410a 61626364656667686970", "{\"mhead\":\"abcdefghip\"}"},
    {"the stored header", 9, 9, "210a 000a 0601 0000 00000008",
     "{\"shead\":\"000a0601000000000008\",\"shead_header\":{\"session_id\":10,\"w_bit\":false,"
     "\"stream\":6,\"function\":1,\"p_type\":0,\"s_type\":0,\"system_bytes\":8}}"},
    {"one byte that is always hex", 2, 25, "210105", "{\"abs\":\"05\"}"},
    {"one byte that is not", 2, 42, "0102 210104 0100",
     "{\"hcack\":4,\"hcack_name\":\"will_finish_later\",\"params\":[]}"},
    {"inside a list the general rule holds", 7, 3, "0102 410141 0101 210105",
     "{\"ppid\":\"A\",\"ppbody\":[5]}"},
    {"no names in arrays of plain items", 12, 7, "0103 410141 210100 0100",
     "{\"mid\":\"A\",\"idtyp\":0,\"idtyp_name\":\"wafer_id\",\"rows\":[]}"},
    {"an empty structure inside", 1, 14, "0102 210100 0100",
     "{\"commack\":0,\"commack_name\":\"accepted\",\"identity\":{}}"},
    {"its second list is missing", 1, 14, "0101 210100", ""},
};

static void bodies_are_shown_under_their_names(void **state)
{
    struct ws_buf room;
    ws_buf_init(&room, 4096);
    for (size_t i = 0; i < WS_LEN(views); i++) {
        print_message("case: %s\n", views[i].what);
        struct ws_bytes m =
            message_of(&room, views[i].stream, views[i].function, false, views[i].body);
        assert_string_equal(bench_field(*state, m, "data"), views[i].want);
    }
    ws_buf_free(&room);
}

static void mnemonics_are_those_of_the_standard(void **state)
{
    struct ws_buf room;
    ws_buf_init(&room, 4096);
    assert_string_equal(bench_field(*state, message_of(&room, 1, 3, true, ""), "mnemonic"),
                        "\"SSR\"");
    assert_string_equal(bench_field(*state, message_of(&room, 77, 0, true, ""), "mnemonic"),
                        "\"ABORT\"");
    assert_string_equal(bench_field(*state, message_of(&room, 127, 255, true, ""), "mnemonic"), "");
    ws_buf_free(&room);
}

/* Bodies made of data: session 0, system bytes 0. */
static const struct {
    const char *what, *name, *fields, *want; /* behind the length, or !WHY */
} written[] = {
    {"a header only", "s1f1", "{\"data\":{}}", "0000 8101 0000 00000000"},
    {"W is the dictionary's, unless given", "s1f1", "{\"data\":{},\"w_bit\":false}",
     "0000 0101 0000 00000000"},
    {"the smallest integers", "s1f3", "{\"data\":{\"svids\":[1,256,65536,4294967296,-1]}}",
     "0000 8103 0000 00000000 0105 a50101 a9020100 b10400010000 a1080000000100000000 6501ff"},
    {"ids may be texts", "s1f3", "{\"data\":{\"svids\":[\"A\"]}}",
     "0000 8103 0000 00000000 0101 410141"},
    {"any values", "s1f4", "{\"data\":{\"svs\":[true,\"x\",2.5,[1],-300,\"\\u3042\"]}}",
     "0000 0104 0000 00000000 0106 250101 410178 81084004000000000000 0101 a50101 6902fed4 "
     "49050002e38182"},
    {"formats of the dictionary", "s2f42", "{\"data\":{\"hcack\":4,\"params\":[]}}",
     "0000 022a 0000 00000000 0102 210104 0100"},
    {"an empty structure", "s1f14", "{\"data\":{\"commack\":0,\"identity\":{}}}",
     "0000 010e 0000 00000000 0102 210100 0100"},
    {"a vector", "s5f5", "{\"data\":{\"alids\":[1,300]}}", "0000 8505 0000 00000000 a9040001012c"},
    {"a vector of none", "s5f5", "{\"data\":{\"alids\":[]}}", "0000 8505 0000 00000000 a500"},
    {"numbers in one item", "s12f9",
     "{\"data\":{\"mid\":\"m\",\"idtyp\":0,\"strp\":[1,-2],\"binlt\":[3,4]}}",
     "0000 8c09 0000 00000000 0104 41016d 210100 650201fe a5020304"},
    {"bytes as hex", "s2f25", "{\"data\":{\"abs\":\"00ff\"}}", "0000 8219 0000 00000000 210200ff"},
    {"views are left out", "s5f3", "{\"data\":{\"aled\":128,\"aled_name\":\"disable\",\"alid\":7}}",
     "0000 0503 0000 00000000 0102 210180 a50107"},
    {"a big integer as text stays one beside its body", "s1f4",
     "{\"body\":{\"format\":\"L\",\"value\":[{\"format\":\"U8\",\"value\":["
     "\"18446744073709551615\"]"
     "}]},\"data\":{\"svs\":[\"18446744073709551615\"]}}",
     "0000 0104 0000 00000000 0101 a108ffffffffffffffff"},
    {"body and data agree", "s1f18",
     "{\"body\":{\"format\":\"U1\",\"value\":[2]},\"data\":{\"onlack\":2}}",
     "0000 0112 0000 00000000 a50102"},
    {"body and data differ", "s1f18",
     "{\"body\":{\"format\":\"U1\",\"value\":[2]},\"data\":{\"onlack\":1}}",
     "!the message: body and data are not the same; give one of them"},
    {"sml and data differ", "s1f18", "{\"sml\":\"S1F18 <B 2>.\",\"data\":{\"onlack\":1}}",
     "!the message: sml and data are not the same; give one of them"},
    {"body and sml differ", "s1f18",
     "{\"body\":{\"format\":\"B\",\"value\":\"02\"},\"sml\":\"S1F18 <B 3>.\"}",
     "!the message: body and sml are not the same; give one of them"},
    {"a key is missing", "s2f42", "{\"data\":{\"hcack\":4}}", "!data: params is missing"},
    {"a key too many", "s2f42", "{\"data\":{\"hcack\":4,\"params\":[],\"hack\":1}}",
     "!hack: there is no such data item in this message"},
    {"a value out of range", "s2f42", "{\"data\":{\"hcack\":256,\"params\":[]}}",
     "!hcack: one byte is needed: 0 to 255"},
    {"no object", "s2f42", "{\"data\":{\"hcack\":0,\"params\":[3]}}", "!data: an object is needed"},
    {"not listed", "data", "{\"stream\":64,\"function\":1,\"data\":{\"a\":1}}",
     "!data: the dictionary does not have this message: give body or sml"},
};

static void data_makes_the_body_that_the_dictionary_says(void **state)
{
    struct ws_buf want, text;
    ws_buf_init(&want, 4096);
    ws_buf_init(&text, 4096);
    for (size_t i = 0; i < WS_LEN(written); i++) {
        print_message("case: %s\n", written[i].what);
        const char *got = bench_encode(*state, written[i].name, written[i].fields);
        if (written[i].want[0] == '!') {
            assert_string_equal(got, written[i].want);
            continue;
        }
        struct ws_bytes bytes = unhex(&want, written[i].want);
        ws_buf_reset(&text);
        ws_buf_printf(&text, "%08zx", bytes.len);
        for (size_t k = 0; k < bytes.len; k++)
            ws_buf_printf(&text, "%02x", bytes.data[k]);
        ws_buf_byte(&text, '\0');
        assert_string_equal(got, (const char *)text.data);
    }
    ws_buf_free(&want);
    ws_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_are_shown_under_their_names),
        cmocka_unit_test(mnemonics_are_those_of_the_standard),
        cmocka_unit_test(data_makes_the_body_that_the_dictionary_says),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
