package match

import (
	"strings"
	"unicode"
)

// lookalikes writes a Cyrillic letter as the Latin one that looks the same,
// and a letter with a mark without it, for documents are numbered with either.
var lookalikes = map[rune]string{
	'А': "A", 'В': "B", 'Е': "E", 'Ё': "E", 'К': "K", 'М': "M", 'Н': "H", 'О': "O", 'Р': "P", 'С': "C", 'Т': "T", 'У': "Y", 'Х': "X", 'І': "I", 'Ї': "I", 'Ј': "J", 'Ў': "Y",
	'Č': "C", 'Ć': "C", 'Š': "S", 'Ž': "Z", 'Đ': "D", 'Ä': "AE", 'Ö': "OE", 'Ü': "UE", 'ß': "SS", 'ẞ': "SS", 'Й': "И",
	'№': "#", '\u00a0': " ", '–': "-", '—': "-", '−': "-", '‑': "-", '\\': "/",
}

// sounds writes what is left of the Cyrillic letters as names are written in
// messages that know Latin letters only.
var sounds = map[rune]string{
	'А': "A", 'Б': "B", 'В': "V", 'Г': "G", 'Ґ': "G", 'Д': "D", 'Ђ': "DJ", 'Е': "E", 'Ё': "E", 'Є': "E", 'Ж': "ZH", 'З': "Z", 'И': "I", 'І': "I", 'Ї': "I", 'Й': "I", 'Ј': "J",
	'К': "K", 'Л': "L", 'Љ': "LJ", 'М': "M", 'Н': "N", 'Њ': "NJ", 'О': "O", 'П': "P", 'Р': "R", 'С': "S", 'Т': "T", 'Ћ': "C", 'У': "U", 'Ў': "U", 'Ф': "F", 'Х': "KH", 'Ц': "TS",
	'Ч': "CH", 'Џ': "DZ", 'Ш': "SH", 'Щ': "SHCH", 'Ъ': "", 'Ы': "Y", 'Ь': "", 'Э': "E", 'Ю': "YU", 'Я': "YA", 'Y': "I",
	'Č': "C", 'Ć': "C", 'Š': "S", 'Ž': "Z", 'Đ': "D", 'Ä': "AE", 'Ö': "OE", 'Ü': "UE", 'ß': "SS", 'ẞ': "SS", '\u00a0': " ",
}

// fold writes a text in capitals, each letter as the table has it.
func fold(s string, table map[rune]string) string {
	var out strings.Builder
	out.Grow(len(s))
	for _, r := range s {
		if r < 0x80 {
			if 'a' <= r && r <= 'z' {
				r -= 'a' - 'A'
			}
			if to, ok := table[r]; ok {
				out.WriteString(to)
			} else {
				out.WriteByte(byte(r))
			}
			continue
		}
		r = unicode.ToUpper(r)
		if to, ok := table[r]; ok {
			out.WriteString(to)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// cleanCode is a tax identifier or an account without what is only written
// between its characters.
func cleanCode(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, fold(s, lookalikes))
}

// hash is FNV-1a over a kind and a text.
func hash(kind, s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(kind) {
		h = (h ^ uint64(kind[i])) * 1099511628211
	}
	h = (h ^ 0xff) * 1099511628211
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
