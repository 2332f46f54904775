package letter

// Count is a whole number in words in the language, agreeing with a neuter noun
// where that matters: «двадцать одно» (отправление, вложение).
func Count(n int, lang string) string { return lexiconOf(lang).numerals.spell(int64(n), neuter) }
