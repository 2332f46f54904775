package names

import (
	"regexp"
	"strings"
	"sync"
)

// Gender of a person, as far as the name tells it.
type Gender int

// What a name may tell.
const (
	Unknown Gender = iota
	Male
	Female
)

// genderOf tells it by the patronymic, else by a first name that is known, else
// by a surname whose ending is of one gender only; Unknown when the name says
// nothing or contradicts itself.
func genderOf(words []word) Gender {
	byPatronymic, byGiven, byFamily := Unknown, Unknown, Unknown
	for _, w := range words {
		switch w.role {
		case middle:
			byPatronymic = max(byPatronymic, patronymicGender(w.text))
		case first:
			byGiven = givenGender(w.text)
		case last:
			byFamily = familyGender(w.text)
		case title, half:
		}
	}
	if byGiven != Unknown && byPatronymic != Unknown && byGiven != byPatronymic {
		return Unknown
	}
	for _, g := range []Gender{byPatronymic, byGiven, byFamily} {
		if g != Unknown {
			return g
		}
	}
	return Unknown
}

var (
	sonOf = regexp.MustCompile(`([оеєё]вич|йович|[аоеяуы]віч)$|` +
		`^(ильич|кузьмич|лукич|фомич|никитич|саввич|ілліч|хомич|савич|ільіч|кузьміч|лукіч)$`)
	daughterOf = regexp.MustCompile(`(вна|ўна|чна)$`)
	heFamily   = regexp.MustCompile(`(ов|ев|ёв|єв|ин|ын|ін|їн|ский|цкий|ской|цкой|ський|цький|зький|ый)$`)
	sheFamily  = regexp.MustCompile(`(ова|ева|ёва|єва|ина|ына|іна|їна|ская|цкая|ська|цька|зька|[а-яё]{3}ая)$`)
)

// patronymicGender is Unknown for what is no patronymic.
func patronymicGender(s string) Gender {
	switch s = strings.ToLower(s); {
	case s == "оглы" || s == "огли" || s == "улы" || s == "уулу", sonOf.MatchString(s):
		return Male
	case s == "кызы" || s == "кизи" || s == "гызы", daughterOf.MatchString(s) && givenGender(s) == Unknown:
		return Female
	}
	return Unknown
}

// patronymicParticle is "son of" or "daughter of" after the father's name.
func patronymicParticle(s string) bool {
	return patronymicGender(s) != Unknown && !sonOf.MatchString(strings.ToLower(s)) && !daughterOf.MatchString(strings.ToLower(s))
}

// familyGender is Unknown for a surname both may have, and for nouns that only
// look like a woman's surname: «Сова», «Калина».
func familyGender(s string) Gender {
	s = strings.ToLower(s)
	switch i := strings.LastIndex(s, "-"); {
	case i >= 0:
		return familyGender(s[i+1:])
	case !hasTwoSyllables(s):
		return Unknown
	case heFamily.MatchString(s):
		return Male
	case sheFamily.MatchString(s) && !nounInA.MatchString(s):
		return Female
	}
	return Unknown
}

func hasTwoSyllables(s string) bool { return len(vowel.FindAllString(s, 2)) == 2 }

var vowel = regexp.MustCompile(`[аеёєиіїоуыэюя]`)

// givenGender is Unknown for a first name that is not in the lists. Short forms
// both may have (Саша, Женя, Валя) are not in them.
func givenGender(s string) Gender {
	s = strings.NewReplacer("ё", "е", "'", "’", "ʼ", "’").Replace(strings.ToLower(s))
	if known, ok := given()[s]; ok {
		return known
	}
	if head, _, double := strings.Cut(s, "-"); double {
		return given()[head]
	}
	return Unknown
}

// given is made when the first name is looked at: most commands write no letter.
var given = sync.OnceValue(func() map[string]Gender {
	m := map[string]Gender{}
	for g, list := range map[Gender]string{Male: maleNames, Female: femaleNames} {
		for name := range strings.FieldsSeq(list) {
			m[name] = g
		}
	}
	return m
})

// Common first names of Russian, Ukrainian and Belarusian, ё written as е.
const (
	maleNames = `
абрам августин адам адриан азат айрат александр алексей али альберт альфред анатолий андрей антон аркадий арман армен арсен арсений
артем артемий артур архип аскар афанасий ашот богдан борис булат вадим валентин валерий валерьян василий вениамин виктор виталий влад
владимир владислав владлен всеволод вячеслав гавриил геннадий георгий герасим герман гермоген глеб гордей григорий давид дамир даниил
данил данила демид демьян денис дмитрий евгений евдоким егор елисей емельян ефим ефрем жан захар зиновий иван игнат игнатий игорь
измаил икрам илларион ильдар илья иннокентий иосиф ираклий исаак кадыр камиль карен карл ким кирилл клим кондрат константин корней
кузьма лаврентий лазарь лев леонид леонтий лука лукьян любомир максим максимилиан марат марк мартин мартын матвей мирон мирослав митрофан
михаил моисей мурат назар наум никита никифор никодим николай никон олег онуфрий орест осип павел панкрат петр платон прохор равиль радик
рамиль расул рафаил рашид ренат ринат роберт родион роман ростислав рубен руслан рустам савва савелий самвел самсон святослав семен
сергей соломон спартак станислав степан тарас тигран тимофей тимур тихон трофим фаддей фарид федор феликс филипп фома фридрих харитон
христофор цезарь шамиль эдгар эдуард эльдар эмиль эммануил эрик эрнест юлиан юлий юрий юсуф яков ян ярослав
андрій анатолій аркадій арсеній артемій василь валентин валерій віктор віталій володимир в’ячеслав геннадій георгій григорій
данило дем’ян дмитро едуард євген євгеній єгор захар іван ігнат ігор ілля йосип кирило костянтин кузьма лазар леонід лук’ян любомир
макар марко матвій микита микола мирослав михайло мстислав нестор олег олександр олексій омелян орест остап павло пантелеймон петро
пилип святослав семен сергій сидір станіслав степан тарас тимофій устим федір фелікс юліан юрій юхим яків ярема ярослав
алег аляксандр аляксей анатоль андрэй антось арсень арцём арцем арцемій базыль валерый васіль віктар вінцэнт вітаўт віталь ганусь
генадзь дзмітрый дзяніс дзяніс канстанцін кірыла кастусь лявон мікалай мікіта міхаіл міхась павал пятро пётр раман рыгор сцяпан сяргей
уладзімір уладзіслаў ян янка яўген яўгеній ягор язэп юрась юрый ігар ілля іван`
	femaleNames = `
августа агата аглая агния ада аделина алевтина александра алена алеся алина алиса алла алсу альбина альфия анастасия ангелина анжела
анжелика анна антонина анфиса ариадна арина ася аурика аэлита белла богдана валентина валерия варвара василина василиса вера вероника
виктория виолетта виталина владислава галина гульнара дана дарина дарья диана дина динара евгения евдокия екатерина елена елизавета
жанна зарина земфира зинаида зоя злата иванна инга инесса инна ираида ирина ия камилла капитолина карина каролина катерина кира
клавдия клара кристина ксения лада лариса лейла лиана лидия лика лилия лина лия лолита луиза любовь людмила майя маргарита марианна
марина мария марта марьяна милана милена мирослава надежда наталия наталья нелли ника нина нонна оксана олеся ольга пелагея полина
прасковья рада раиса регина римма рита роза розалия роксана руслана руфина сабина светлана серафима снежана софия софья стефания сюзанна
таисия тамара татьяна ульяна фаина фарида фатима христина эвелина элеонора элина эльвира эльза эмилия эмма эрика юлиана юлия юнона ядвига
яна ярослава
анастасія валерія вікторія віра віталіна галина ганна дарина дарія євгенія євдокія єлизавета зінаїда зоряна ірина катерина клавдія
ксенія лариса леся лідія лілія любов людмила маргарита маріанна марія мар’яна мирослава надія наталія наталя неля оксана олександра
олена олеся ольга параска поліна раїса росава світлана соломія софія стефанія таїсія тамара тетяна уляна христина юлія яна ярина
алеся аляксандра ала алёна алена анастасія вольга ганна дар’я вікторыя зоя ірына кацярына ксенія лілія людміла маргарыта марына марыя
надзея наталля ніна паліна святлана соф’я таццяна юлія яўгенія`
)
