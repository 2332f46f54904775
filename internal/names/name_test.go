package names

import (
	"strings"
	"testing"
)

func TestParseAndInitials(t *testing.T) {
	for _, c := range []struct {
		lang, full    string
		want          Name
		before, after string // initials; "" for no change
	}{
		{"ru", "Иванов Иван Иванович", Name{"Иванов", "Иван", "Иванович"}, "И. И. Иванов", "Иванов И. И."},
		{"ru", "Иван Иванович Иванов", Name{"Иванов", "Иван", "Иванович"}, "И. И. Иванов", "Иванов И. И."},
		{"ru", "И.И.Иванов", Name{"Иванов", "И.", "И."}, "И. И. Иванов", "Иванов И. И."},
		{"ru", "Иванов И.И.", Name{"Иванов", "И.", "И."}, "И. И. Иванов", "Иванов И. И."},
		{"ru", "Иванов И.", Name{"Иванов", "И.", ""}, "И. Иванов", "Иванов И."},
		{"ru", "Анна Петрова", Name{"Петрова", "Анна", ""}, "А. Петрова", "Петрова А."},
		{"ru", "Анна-Мария Петрова", Name{"Петрова", "Анна-Мария", ""}, "А.-М. Петрова", "Петрова А.-М."},
		{"ru", "Мамин-Сибиряк Дмитрий Наркисович", Name{"Мамин-Сибиряк", "Дмитрий", "Наркисович"}, "Д. Н. Мамин-Сибиряк", "Мамин-Сибиряк Д. Н."},
		{"ru", "Алиев Али Мамед оглы", Name{"Алиев", "Али", "Мамед оглы"}, "А. М. Алиев", "Алиев А. М."},
		{"ru", "Иван Иванович", Name{"", "Иван", "Иванович"}, "", ""},
		{"ru", "Иванов", Name{"Иванов", "", ""}, "", ""},
		{"ru", "Anna Petrova", Name{"Petrova", "Anna", ""}, "A. Petrova", "Petrova A."},
		{"uk", "Шевченко Тарас Григорович", Name{"Шевченко", "Тарас", "Григорович"}, "Т. Г. Шевченко", "Шевченко Т. Г."},
		{"be", "Іваноў Іван Іванавіч", Name{"Іваноў", "Іван", "Іванавіч"}, "І. І. Іваноў", "Іваноў І. І."},
		{"bs", "Amra Hadžić", Name{"Hadžić", "Amra", ""}, "A. Hadžić", "Hadžić A."},
		{"bs", "Đenita Čović-Hadžić", Name{"Čović-Hadžić", "Đenita", ""}, "Đ. Čović-Hadžić", "Čović-Hadžić Đ."},
		{"de", "Dr. Anna Maria Muster", Name{"Muster", "Anna", "Maria"}, "A. M. Muster", "Muster A. M."},
		{"de", "Karl von der Heide", Name{"von der Heide", "Karl", ""}, "K. von der Heide", "von der Heide K."},
		{"de", "Muster, Anna", Name{"Muster", "Anna", ""}, "A. Muster", "Muster A."},
		{"en", "John Q. Public", Name{"Public", "John", "Q."}, "J. Q. Public", "Public J. Q."},
		{"en", "Public", Name{"Public", "", ""}, "", ""},
	} {
		got, ok := Parse(c.full, c.lang)
		if !ok || got != c.want {
			t.Errorf("%s: %q %v, want %q", c.full, got, ok, c.want)
		}
		if c.before == "" {
			c.before, c.after = c.full, c.full
		}
		plain := func(s string) string { return strings.ReplaceAll(s, nbsp, " ") }
		if got := plain(Initials(c.full, c.lang)); got != c.before {
			t.Errorf("%s: initials %q, want %q", c.full, got, c.before)
		}
		if got := plain(InitialsAfter(c.full, c.lang)); got != c.after {
			t.Errorf("%s: initials after %q, want %q", c.full, got, c.after)
		}
	}
	for _, full := range []string{"", "Отдел продаж", "Никита Иван", "Dr.", "a b c d e f", "Бюро по работе с должниками"} {
		if n, ok := Parse(full, "ru"); ok {
			t.Errorf("%q was read as %q", full, n)
		}
		if got := Initials(full, "ru"); got != full {
			t.Errorf("%q became %q", full, got)
		}
	}
}
