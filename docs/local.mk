# SPDX-License-Identifier: ISC
EXTRA_DIST += %D%/layers.md %D%/record.md
dist_doc_DATA += %D%/record.schema.json
