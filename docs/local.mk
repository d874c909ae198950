# SPDX-License-Identifier: ISC
EXTRA_DIST += %D%/entities.md %D%/glossary.md %D%/input.md %D%/layers.md %D%/quotes.md %D%/record.md %D%/sentences.md
dist_doc_DATA += %D%/record.schema.json %D%/digest.schema.json
EXTRA_DIST += %D%/architecture.md %D%/depesche.bash-completion %D%/writing-a-plugin.md
dist_man_MANS += %D%/depesche.1

# bash looks for a file with the name of the command.
install-data-local:
	$(MKDIR_P) '$(DESTDIR)$(BASH_COMPLETION_DIR)'
	$(INSTALL_DATA) $(srcdir)/docs/depesche.bash-completion '$(DESTDIR)$(BASH_COMPLETION_DIR)/depesche'
uninstall-local:
	rm -f '$(DESTDIR)$(BASH_COMPLETION_DIR)/depesche'
EXTRA_DIST += %D%/summary.md
EXTRA_DIST += %D%/model-format.md %D%/translation.md
EXTRA_DIST += %D%/check.md
