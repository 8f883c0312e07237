/* record workers: workers that make extraction records, as the option --jobs wants them. */
#ifndef CLI_RECORD_WORKERS_H
#define CLI_RECORD_WORKERS_H

#include "cli/command.h"
#include "cli/workers.h"
#include "extract/reading.h"

/* Each result is a record's text (extract/record.h). The extractor must outlive the workers. */
struct workers *record_workers(const struct call *call, const struct extractor *extractor);

#endif
