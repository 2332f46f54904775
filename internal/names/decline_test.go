package names

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestDecline reads the table of names, written by hand.
func TestDecline(t *testing.T) {
	table, err := os.ReadFile(filepath.Join("testdata", "names.txt"))
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(string(table)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		rows++
		cells := strings.Split(strings.TrimSuffix(line, "\n"), " |")
		lang, name := cells[0], strings.TrimSpace(cells[1])
		for i, c := range []Case{Genitive, Dative} {
			want, sure := strings.TrimSpace(cells[i+2]), true
			if strings.TrimSpace(cells[2]) == "-" {
				want, sure = name, false
			}
			if got, ok := Decline(name, c, lang); got != want || ok != sure {
				t.Errorf("%s %s, %s: %q %v, want %q %v", lang, name, c, got, ok, want, sure)
			}
		}
	}
	if rows < 150 {
		t.Errorf("only %d names", rows)
	}
}

func TestOtherCases(t *testing.T) {
	for _, c := range []struct {
		lang, name                              string
		accusative, instrumental, prepositional string // "" when not sure
	}{
		{"ru", "Иванов Иван Иванович", "Иванова Ивана Ивановича", "Ивановым Иваном Ивановичем", "Иванове Иване Ивановиче"},
		{"ru", "Иванова Любовь Ильинична", "Иванову Любовь Ильиничну", "Ивановой Любовью Ильиничной", "Ивановой Любови Ильиничне"},
		{"ru", "Юревич Илья Ильич", "Юревича Илью Ильича", "Юревичем Ильей Ильичом", "Юревиче Илье Ильиче"},
		{"ru", "Достоевский Юрий Лукич", "Достоевского Юрия Лукича", "Достоевским Юрием Лукичом", "Достоевском Юрии Лукиче"},
		{"ru", "Шмидт Павел Кузьмич", "Шмидта Павла Кузьмича", "Шмидтом Павлом Кузьмичом", "Шмидте Павле Кузьмиче"},
		{"ru", "Берия Мария Юрьевна", "Берию Марию Юрьевну", "Берией Марией Юрьевной", "Берии Марии Юрьевне"},
		{"ru", "Сухой Пётр Ильич", "Сухого Петра Ильича", "Сухим Петром Ильичом", "Сухом Петре Ильиче"},
		{"ru", "Ткач Иван Иванович", "Ткача Ивана Ивановича", "", "Ткаче Иване Ивановиче"},
		{"ru", "Кравец Иван Иванович", "Кравца Ивана Ивановича", "", "Кравце Иване Ивановиче"},
		{"ru", "Дарвин Иван Иванович", "Дарвина Ивана Ивановича", "", "Дарвине Иване Ивановиче"},
		{"uk", "Кравець Ігор Ілліч", "Кравця Ігоря Ілліча", "Кравцем Ігорем Іллічем", "Кравцеві Ігореві Іллічеві"},
		{"uk", "Ярошинська Любов Юріївна", "Ярошинську Любов Юріївну", "Ярошинською Любов’ю Юріївною", "Ярошинській Любові Юріївні"},
		{"uk", "Петров Сергій Якович", "Петрова Сергія Яковича", "Петровим Сергієм Яковичем", "Петровові Сергієві Яковичеві"},
		{"uk", "Волошин Іван Іванович", "Волошина Івана Івановича", "", "Волошинові Іванові Івановичеві"},
	} {
		for kase, want := range map[Case]string{
			Accusative: c.accusative, Instrumental: c.instrumental, Prepositional: c.prepositional, Nominative: c.name,
		} {
			sure := want != ""
			if !sure {
				want = c.name
			}
			if got, ok := Decline(c.name, kase, c.lang); got != want || ok != sure {
				t.Errorf("%s, %s: %q %v, want %q %v", c.name, kase, got, ok, want, sure)
			}
		}
	}
	if got, ok := Decline("Иванов Иван", "vocative", "ru"); ok || got != "Иванов Иван" {
		t.Errorf("an unknown case gave %q", got)
	}
}

// TestDeclineKeepsOrSays: whatever comes in, what is not sure comes back as it
// was, and no word is lost or added.
func TestDeclineKeepsOrSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(
			rapid.StringMatching(`[А-ЯЁІЄ][а-яёіїє'’-]{0,12}( [А-Я][а-я]{0,10}| [А-Я]\.){0,3}`), rapid.String(),
		).Draw(t, "name")
		lang := rapid.SampledFrom([]string{"ru", "uk", "be", "bs", "de", "en"}).Draw(t, "lang")
		kase := rapid.SampledFrom([]Case{Genitive, Dative, Accusative, Instrumental, Prepositional}).Draw(t, "case")
		got, ok := Decline(name, kase, lang)
		if !ok && got != name {
			t.Fatalf("%q is not sure and changed to %q", name, got)
		}
		if ok && len(strings.Fields(got)) != len(strings.Fields(name)) {
			t.Fatalf("%q became %q", name, got)
		}
		if post, ok := Position(name, kase, lang); !ok && post != name {
			t.Fatalf("post %q is not sure and changed to %q", name, post)
		}
		Initials(name, lang)
		InitialsAfter(name, lang)
	})
}

// genderIn is the gender that a name in one piece tells.
func genderIn(full, lang string) Gender {
	words, ok := parse(full, lang)
	if !ok || !eastSlavic(lang) {
		return Unknown
	}
	return genderOf(words)
}

func TestGender(t *testing.T) {
	for name, want := range map[string]Gender{
		"Иванов Иван Иванович": Male, "Ткач Анна Ивановна": Female, "Ткач Валерия": Female, "Ткач А. Б.": Unknown,
		"Иванов И. И.": Male, "Петрова А. С.": Female, "Сова А. Б.": Unknown, "Никита Петров": Male, "Любовь Петрова": Female,
		"Илья": Male, "Алиев Али Мамед оглы": Male, "Алиева Лейла Мамед кызы": Female, "Иванов Иван Петровна": Unknown,
		"John Smith": Unknown, "": Unknown,
	} {
		if got := genderIn(name, "ru"); got != want {
			t.Errorf("%q: %d, want %d", name, got, want)
		}
	}
	if got := genderIn("Anna Petrova", "de"); got != Unknown {
		t.Errorf("a Latin name: %d", got)
	}
}
