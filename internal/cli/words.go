package cli

// words are the headings and phrases of tables, in English and Russian; other
// languages are shown English.
var words = map[string]string{
	"customer": "клиент", "name": "название", "contract": "договор", "invoice": "документ", "part": "часть", "currency": "валюта",
	"step": "шаг", "action": "действие", "how": "как", "documents": "документов", "total": "сумма", "why": "почему",
	"overdue": "просрочено", "credit": "не зачтено", "not due": "не наступил", "due": "срок", "days": "дней", "open": "долг",
	"file": "файл", "kind": "вид", "rows": "строк", "new": "новых", "corrected": "исправлено", "unchanged": "без изменений",
	"refused": "отказано", "closed": "закрыто", "amount": "сумма строк", "in all": "всего", "for": "кому",
	"open items": "открытых", "unapplied": "не зачтено оплат", "to explain": "ждут объяснения",
	"letter": "письмо", "task": "задача", "email": "почта эл.", "post": "печать", "letters": "писем", "date": "дата", "state": "состояние",
	"what": "что", "next": "дальше", "blocked": "что мешает", "policy": "политика", "user": "пользователь", "role": "роль",
	"done": "сделано", "today": "сегодня", "expected": "ожидается", "missed": "пропущено",
}

// word is a heading in the language.
func word(lang, s string) string {
	if lang == "ru" || lang == "be" {
		if w, ok := words[s]; ok {
			return w
		}
	}
	return s
}

// headings translates the headings of a table, keeping the mark of figures.
func headings(lang string, list ...string) []string {
	out := make([]string, len(list))
	for i, h := range list {
		mark := ""
		if h[0] == '>' {
			mark, h = ">", h[1:]
		}
		out[i] = mark + word(lang, h)
	}
	return out
}
