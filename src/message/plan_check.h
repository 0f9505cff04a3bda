#ifndef WS_MESSAGE_PLAN_CHECK_H
#define WS_MESSAGE_PLAN_CHECK_H

#include "message/plan.h"

/** Says in planner->why which table and row, and what is wrong; answers WS_E_VALUE. */
int ws_plan_refuse(struct ws_planner *planner, const struct ws_table *table, size_t row,
                   const char *fmt, ...) WS_PRINTF(4, 5);

/** Looks for contradictions within each row, and between rows of one unit of bits. 0 or
 * WS_E_VALUE. */
int ws_plan_check_table(struct ws_planner *planner, const struct ws_table *table);

/** Looks for keys that would stand twice in one object, tables inside being planned. 0, WS_E_VALUE
 * or WS_E_NOMEM. */
int ws_plan_check_keys(struct ws_planner *planner, const struct ws_plan *plan);

/** WS_U8 .. WS_F64: the low byte of the type is a length. */
static inline bool ws_type_is_number(uint16_t type)
{
    unsigned family = type >> 8, len = type & 0xff;
    if (family == WS_FAMILY_FLOAT)
        return len == 4 || len == 8;
    return family >= WS_FAMILY_UINT && family <= WS_FAMILY_BOOL && len >= 1 && len <= 8;
}

static inline bool ws_type_is_whole(uint16_t type)
{
    return (ws_type_is_number(type) && type >> 8 != WS_FAMILY_FLOAT) || type == WS_BITS;
}

#endif
