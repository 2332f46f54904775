package paper

import (
	"slices"
	"strings"
	"unicode"
)

// The order of an address on an envelope. Addresses are kept on one line, from
// the index or country down to the room; posts want them the other way round.

// asItIs leaves an address on one line, to be wrapped.
func asItIs(address string) []string { return []string{address} }

// lineByLine puts street, town and country on lines of their own; an address of
// more parts is left as it is.
func lineByLine(address string) []string {
	if parts := addressParts(address); len(parts) <= 3 {
		return parts
	}
	return asItIs(address)
}

func addressParts(address string) []string {
	var parts []string
	for part := range strings.SplitSeq(address, ",") {
		if part = strings.TrimFunc(part, unicode.IsSpace); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// russianOrder is street and house, settlement, district and region, index, each
// on its line. An address without an index in front or without a street that
// can be told is left as it is: a wrong order is worse than an unusual one.
func russianOrder(address string) []string {
	index, places, street, ok := takeApart(address)
	if !ok {
		return asItIs(address)
	}
	return []string{street, strings.Join(places, ", "), index}
}

// belarusianOrder is the same with the index before the settlement [K].
func belarusianOrder(address string) []string {
	index, places, street, ok := takeApart(address)
	if !ok {
		return asItIs(address)
	}
	places[0] = index + ", " + places[0]
	lines := []string{street, places[0]}
	if len(places) > 1 {
		lines = append(lines, strings.Join(places[1:], ", "))
	}
	return lines
}

// takeApart divides «224000, Брестская обл., г. Брест, ул. Вторая, д. 7» into
// its index, the places from the smallest up, and the street with what follows.
func takeApart(address string) (index string, places []string, street string, ok bool) {
	parts := addressParts(address)
	at := slices.IndexFunc(parts, isStreet)
	if at < 2 || !isIndex(parts[0]) {
		return "", nil, "", false
	}
	places = slices.Clone(parts[1:at])
	slices.Reverse(places)
	return parts[0], places, strings.Join(parts[at:], ", "), true
}

// streetWords begin or end the part of an address that names a street, in
// Russian and Belarusian.
var streetWords = strings.Fields("ул ул. улица вул вул. вуліца пр пр. пр-т пр-кт просп. проспект праспект пр-д проезд пер пер. переулок завулак " +
	"б-р бул. бульвар пл пл. площадь ш ш. шоссе шаша наб наб. набережная тракт аллея линия мкр мкр. мкрн микрорайон квартал кв-л")

func isStreet(part string) bool {
	words := strings.FieldsFunc(strings.ToLower(part), unicode.IsSpace)
	if len(words) == 0 {
		return false
	}
	first, _, _ := strings.Cut(words[0], ".") // "ул.Первая"
	return slices.Contains(streetWords, words[0]) || slices.Contains(streetWords, words[len(words)-1]) ||
		first != words[0] && slices.Contains(streetWords, first)
}

// isIndex tells an index of Russia or Belarus: six digits, the first of them 1
// to 6.
func isIndex(s string) bool {
	return len(s) == 6 && strings.Trim(s, "0123456789") == "" && s[0] >= '1' && s[0] <= '6'
}

// indexIn finds the index of an address: six digits that begin it, end it, or
// stand alone between commas. Two different ones are none: one of them may be
// the number of something else.
func indexIn(address string) (index string, ok bool) {
	parts := addressParts(address)
	for i, part := range parts {
		words := strings.FieldsFunc(part, unicode.IsSpace)
		for n, word := range words {
			begins, ends, alone := i == 0 && n == 0, i == len(parts)-1 && n == len(words)-1, len(words) == 1
			if !isIndex(word) || !begins && !ends && !alone {
				continue
			}
			if index != "" && index != word {
				return "", false
			}
			index = word
		}
	}
	return index, index != ""
}
