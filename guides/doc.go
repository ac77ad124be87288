// Package guides holds the service guides (办事指南) that grid workers look up:
// their content, the import and export of them, and the search over them.
//
// A guide is one matter (事项). Its text comes from Markdown files or from a
// spreadsheet; what is known only locally stands in it as a named blank,
// {{本地: 名称}}, which a deployment fills in. The search runs in memory over
// names, aliases, contents and a lexicon of everyday words, and answers
// nothing rather than something wrong.
//
// The package does no I/O of its own: files, rows and streams are arguments.
package guides
