package desk

type defaultReason struct{ promised, agreement, again string }

// defaultReasons are what stands in the books as the reason where nobody gave one,
// by language. Like every reason it is kept as words, in the company's language.
var defaultReasons = map[string]defaultReason{
	"en": {"promised by the customer", "supplementary agreement", "imported again with other values"},
	"ru": {"обещание клиента", "дополнительное соглашение", "загружено повторно с другими значениями"},
	"uk": {"обіцянка клієнта", "додаткова угода", "завантажено повторно з іншими значеннями"},
	"be": {"абяцанне кліента", "дадатковае пагадненне", "загружана паўторна з іншымі значэннямі"},
	"bs": {"obećanje kupca", "dodatni sporazum", "ponovo uvezeno s drugim vrijednostima"},
	"de": {"vom Kunden versprochen", "Zusatzvereinbarung", "mit anderen Werten erneut eingelesen"},
}

// unsaid are the default reasons in the company's language.
func (s *Session) unsaid() defaultReason {
	if r, known := defaultReasons[s.company.Language]; known {
		return r
	}
	return defaultReasons["en"]
}
