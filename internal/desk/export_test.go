package desk

// DefaultReasons are the reasons nobody gave, in a language.
func DefaultReasons(lang string) [3]string {
	r := defaultReasons[lang]
	return [3]string{r.promised, r.agreement, r.again}
}
