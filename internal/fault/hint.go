package fault

// maxHint is from which length on words are not compared: nobody mistypes a
// word of that length by a letter, and hostile input shall cost nothing.
const maxHint = 64

// Edits is the number of letters to change, add or leave out to get from one
// word to another, for a hint at what was meant. Long words are far apart.
func Edits(a, b string) int {
	if len(a) > maxHint || len(b) > maxHint {
		return maxHint
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
