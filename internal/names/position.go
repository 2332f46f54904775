package names

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// post is what a language knows of posts: the nouns that can head one, the
// adjectives before them, and what shows that a text is not of this shape.
type post struct {
	nouns      []rule
	adjectives []rule
	fixed      *regexp.Regexp // a head that has no cases: «И. о.», «зам.», ИП
	prefixes   []string       // of a noun with a hyphen: вице-
	inverted   *regexp.Regexp // an adjective in the nominative after the noun
}

// Position puts a person's post into a case: «Генеральный директор» in the
// dative is «Генеральному директору», «Начальник отдела продаж» «Начальнику
// отдела продаж». Only the head, adjectives and one noun, is declined; what
// follows stays. An acting post («И. о. директора») has no cases and stays too.
// A post in another shape, a noun that is not in the tables and a language other
// than ru, uk and be come back unchanged with false.
func Position(text string, c Case, lang string) (string, bool) {
	if c == Nominative {
		return text, true
	}
	which, known := index[c]
	compiled, spoken := posts[lang]
	if !known || !spoken {
		return text, false
	}
	p := compiled()
	words, gaps := spaces.Split(text, -1), spaces.FindAllString(text, -1)
	head := p.decline(words, which)
	if head == nil {
		return text, false
	}
	var b strings.Builder
	for i, w := range append(head, words[len(head):]...) {
		if i > 0 {
			b.WriteString(gaps[i-1])
		}
		b.WriteString(w)
	}
	return b.String(), true
}

// decline gives the words of the head in the case, nil if this is no post it
// knows.
func (p *post) decline(words []string, c int) []string {
	if p.fixed.MatchString(strings.ToLower(words[0])) {
		return words[:1]
	}
	var head []string
	for i, w := range words {
		if form, ok := p.noun(w, c); ok && !p.attribute(words[i:]) {
			if p.another(words[i+1:]) {
				return nil
			}
			return append(head, form)
		}
		form, ok := inflect(p.adjectives, w, Male, c)
		if !ok {
			return nil
		}
		head = append(head, form)
	}
	return nil
}

// attribute tells a participle before the noun it belongs to: «управляющий
// директор» is one post, not two.
func (p *post) attribute(words []string) bool {
	if len(words) < 2 {
		return false
	}
	_, adjective := inflect(p.adjectives, words[0], Male, 0)
	_, noun := p.noun(words[1], 0)
	return adjective && noun
}

// noun declines a noun of the tables, each half of a double one
// («бухгалтер-кассир») and the second half after a prefix («вице-президент»).
func (p *post) noun(word string, c int) (string, bool) {
	parts := strings.Split(word, "-")
	for i, part := range parts {
		if i+1 < len(parts) && slices.Contains(p.prefixes, strings.ToLower(part)) {
			continue
		}
		form, ok := inflect(p.nouns, part, Male, c)
		if !ok {
			return word, false
		}
		parts[i] = form
	}
	return strings.Join(parts, "-"), true
}

// another tells that a second head follows, or an adjective that belongs to the
// first: «директор, бухгалтер», «директор коммерческий».
func (p *post) another(tail []string) bool {
	for i, w := range tail {
		if w == "-" || w == "–" || w == "—" || strings.ContainsAny(w, ",;/") || i == 0 && p.inverted.MatchString(strings.ToLower(w)) {
			return true
		}
		if _, ok := p.noun(w, 0); ok {
			return true
		}
	}
	return false
}

// ruActing are participles that head a post like nouns.
const ruActing = `^(управляющ|заведующ|исполняющ|поверенн|уполномоченн)`

var posts = map[string]func() *post{
	"ru": sync.OnceValue(func() *post {
		return &post{
			fixed: regexp.MustCompile(`^(и\.|и\.о\.|ио|врио|вр\.и\.о\.|в\.и\.о\.|зам\.|ип)$`),
			nouns: table{
				{"", `^(директор|бухгалтер|менеджер|президент|юрист|юрисконсульт|экономист|инженер|специалист|администратор|ликвидатор|` +
					`агроном|логист|эксперт|консультант|аудитор|адвокат|нотариус|ректор|декан|партн[её]р|мастер|механик|технолог|энергетик|` +
					`координатор|куратор|начальник|помощник|собственник|кассир|программист|конструктор|ревизор|диспетчер|оператор|маркетолог|` +
					`финансист|контрол[её]р|товаровед|методист|редактор|архитектор|аналитик|капитан|командир|комендант|кладовщик|врач)$`, "а у а ом е"},
				{"", `^секретарь$`, "-я -ю -я -ем -е"},
				{"", `^(руководи|предпринима|замести|представи|учреди|председа|води|делопроизводи|исполни)тель$`, "-я -ю -я -ем -е"},
				{"", `^владелец$`, "--ьца --ьцу --ьца --ьцем --ьце"},
				{"", `^продавец$`, "--ца --цу --ца --цом --це"},
				{"", `^глава$`, "-ы -е -у -ой -е"},
				{"", `^судья$`, "-и -е -ю -ёй -е"},
				{"", ruActing + `ый$`, "--ого --ому --ого -м --ом"},
				{"", ruActing + `ий$`, "--его --ему --его -м --ем"},
				{"", ruActing + `ая$`, "--ей --ей --ую --ей --ей"},
			}.rules(),
			adjectives: table{
				{"", `[бвдлмнпрст]ый$`, "--ого --ому --ого -м --ом"},
				{"", `[кгх]ий$`, "--ого --ому --ого -м --ом"},
				{"", `[жшчщн]ий$`, "--его --ему --его -м --ем"},
			}.rules(),
			prefixes: []string{"вице", "топ", "экс", "бизнес", "веб", "арт", "пресс"},
			inverted: regexp.MustCompile(`(ный|[сц]кий|щий|вый)$`),
		}
	}),
	"uk": sync.OnceValue(func() *post {
		return &post{
			fixed: regexp.MustCompile(`^(в\.|в\.о\.|т\.|т\.в\.о\.|зам\.|фоп)$`),
			nouns: table{
				{"", `^(директор|президент|юрист|юрисконсульт|економіст|адміністратор|ліквідатор|логіст|експерт|консультант|аудитор|адвокат|` +
					`партнер|координатор|оператор|диспетчер|механік|технолог|інженер|менеджер|бухгалтер|касир|керівник|начальник|помічник|заступник|` +
					`представник|засновник|власник)$`, "а у а ом ові"},
				{"", `^підприємець$`, "---ця ---цю ---ця ---цем ---цеві"},
				{"", `^управитель$`, "-я -ю -я -ем -еві"},
				{"", `^фахівець$`, "---ця ---цю ---ця ---цем ---цеві"},
				{"", `^завідувач$`, "а у а ем еві"},
				{"", `^(голова|особа)$`, "-и -і -у -ою -і"},
				{"", `^(керуюч|завідуюч|уповноважен|повірен)ий$`, "--ого --ому --ого -м --ому"},
			}.rules(),
			adjectives: table{
				{"", `[кгхжшчщбвлмнрст]ий$`, "--ого --ому --ого -м --ому"},
				{"", `^фізична$`, "-ої -ій -у -ою -ій"}, // of «особа-підприємець»
			}.rules(),
			prefixes: []string{"віце", "топ", "екс", "бізнес", "веб", "арт", "прес"},
			inverted: regexp.MustCompile(`(ний|[сцз]ький|чий|вий)$`),
		}
	}),
	"be": sync.OnceValue(func() *post {
		return &post{
			fixed: regexp.MustCompile(`^(в\.|в\.а\.|зам\.|іп)$`),
			nouns: table{
				{"", `^(дырэктар|бухгалтар|менеджар|аўдытар|адміністратар)$`, "а у а ам у"},
				{"", `^(начальнік|намеснік|прадпрымальнік|прадстаўнік|заснавальнік|уласнік|памочнік)$`, "а у а ам у"},
				{"", `^кіраўнік$`, "а у а ом у"},
			}.rules(),
			adjectives: table{
				{"", `[бвлмнст]ы$`, "-ага -аму -ага м м"},
				{"", `[кгх]і$`, "-ага -аму -ага м м"},
			}.rules(),
			prefixes: []string{"віцэ", "топ", "экс", "бізнес"},
			inverted: regexp.MustCompile(`(ны|[сц]кі|чы)$`),
		}
	}),
}
