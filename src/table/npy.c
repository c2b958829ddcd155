#include "table/content.h"

hillock_status hk_read_npy(hk_table_content *content, const hk_source *source)
{
    (void)content;
    return hk_say(source->message, HILLOCK_ERROR_FORMAT, "%s: not yet", source->name);
}
