package intake

import "strings"

// datePattern is a date format of a map file, taken apart: tokens D, DD, M,
// MM, MMM, YY, YYYY and the letters between them.
type datePattern []string

// parseDatePattern reads "M/D/YYYY"; ok is false when it does not hold a day,
// a month and a year once each.
func parseDatePattern(s string) (p datePattern, ok bool) {
	seen := map[byte]int{}
	for i := 0; i < len(s); {
		c := s[i]
		j := i + 1
		if c == 'D' || c == 'M' || c == 'Y' {
			for j < len(s) && s[j] == c {
				j++
			}
			seen[c]++
			switch n := j - i; {
			case c == 'D' && n > 2, c == 'M' && n > 3, c == 'Y' && n != 2 && n != 4:
				return nil, false
			}
		} else if c >= '0' && c <= '9' || c >= 0x80 {
			return nil, false
		}
		p = append(p, s[i:j])
		i = j
	}
	for i := 1; i < len(p); i++ { // D beside M would leave open where one ends
		if letters(p[i]) && letters(p[i-1]) && (len(p[i]) == 1 || len(p[i-1]) == 1 || len(p[i]) == 3 || len(p[i-1]) == 3) {
			return nil, false
		}
	}
	return p, seen['D'] == 1 && seen['M'] == 1 && seen['Y'] == 1
}

func letters(token string) bool { return strings.ContainsAny(token[:1], "DMY") }

// match reads s; the two digits of YY are 1990 to 2089.
func (p datePattern) match(s string) (y, m, d int, ok bool) {
	for _, token := range p {
		if !letters(token) {
			if !strings.HasPrefix(s, token) {
				return 0, 0, 0, false
			}
			s = s[len(token):]
			continue
		}
		n := 0
		if token == "MMM" {
			for n < len(s) && (s[n]|0x20) >= 'a' && (s[n]|0x20) <= 'z' {
				n++
			}
			m = monthNamed(s[:n])
			s = s[n:]
			continue
		}
		for n < len(s) && n < max(len(token), 2) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if n == 0 || len(token) > 1 && n != len(token) {
			return 0, 0, 0, false
		}
		v := number(s[:n])
		s = s[n:]
		switch token[0] {
		case 'D':
			d = v
		case 'M':
			m = v
		case 'Y':
			if y = v; n == 2 {
				if y += 2000; v >= 90 {
					y = 1900 + v
				}
			}
		}
	}
	return y, m, d, s == ""
}
