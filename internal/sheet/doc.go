// Package sheet gives the rows of a table that somebody else wrote: text with
// separators in whatever encoding, or an XLSX workbook. What a file is, is read
// from its bytes and never from its name: encoding, separator, line ends.
//
// It is not: column headings, dates, amounts or records (see intake). A cell is
// text as written; only the cells of a workbook carry a kind, because there a
// number and a date are told from text by the file itself.
//
// Invariants: files are streamed and memory stays bounded whatever the length;
// a row's line is the physical line (or the workbook's row) that a user sees in
// his editor; a row that cannot be divided into cells with certainty carries an
// error instead of a guess; blank rows are not given.
//
// The other way round, Book writes a workbook for people, sheet by sheet.
//
// Start with Open and File.Rows; text.go reads text, xlsx.go workbooks; write.go
// writes them.
package sheet
