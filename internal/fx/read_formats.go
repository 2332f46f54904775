package fx

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// xmlMarks are what the published XML files have near their beginning.
var xmlMarks = []string{"<ValCurs", "<exchange>", "<DailyExRates", "eurofxref"}

// xmlDepth is how deep those files are nested at most, with room to spare.
const xmlDepth = 8

// xml reads the files of CBR, NBRB, NBU and ECB. They have no document type, and one
// that has is refused: entities are not resolved.
func (r *reader) xml(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	var rec record
	var day, field string
	depth := 0
	for {
		token, err := d.Token()
		line, _ := d.InputPos()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return r.fault("fx.broken", "the file is not whole (%s); fetch it again", line, err)
		}
		switch v := token.(type) {
		case xml.Directive:
			return r.fault("fx.doctype", "a file of rates has no document type; fetch it from the bank itself", line)
		case xml.StartElement:
			if depth++; depth == 1 {
				if r.file.Format = xmlFormat(v.Name.Local); r.file.Format == "" {
					return r.fault("fx.unknown", "<%s> is no file of rates that debitor knows", line, v.Name.Local)
				}
			}
			if depth > xmlDepth {
				return r.fault("fx.broken", "the file is nested too deep", line)
			}
			field = v.Name.Local
			day = monthFirst(attribute(v, "Date", attribute(v, "time", day)))
			if slices.Contains(xmlRecords, field) {
				rec = record{line: line, units: "1", day: day}
				if c := attribute(v, "currency", ""); c != "" { // the ECB says what one euro is
					rec.currency, rec.units, rec.price = c, attribute(v, "rate", ""), "1"
				}
				if field == "Record" { // XML_dynamic names its currency by a number of the bank's own
					rec.currency = cbrCode(attribute(v, "Id", ""))
				}
			}
		case xml.CharData:
			rec.put(xmlFields[field], string(v))
		case xml.EndElement:
			depth--
			if field = ""; slices.Contains(xmlRecords, v.Name.Local) && (rec.currency != "" || rec.price != "") {
				if err := r.take(rec); err != nil {
					return err
				}
				rec = record{}
			}
		}
	}
}

// attribute is an attribute of an element, or what it is without.
func attribute(e xml.StartElement, name, without string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return without
}

func xmlFormat(root string) string {
	return map[string]string{"ValCurs": "CBR", "DailyExRates": "NBRB", "exchange": "NBU", "Envelope": "ECB"}[root]
}

// xmlRecords are the elements that are a rate each.
var xmlRecords = []string{"Valute", "Record", "Currency", "currency", "Cube"}

// xmlFields are what their elements hold, by the names of a table.
var xmlFields = map[string]string{
	"CharCode": "currency", "Nominal": "nominal", "Value": "rate", "Scale": "nominal", "Rate": "rate",
	"cc": "currency", "rate": "rate", "exchangedate": "date", "units": "nominal",
}

// put sets a field by the name that a table has for it.
func (rec *record) put(field, value string) {
	if to := map[string]*string{
		"currency": &rec.currency, "nominal": &rec.units, "rate": &rec.price, "date": &rec.day, "base": &rec.base, "source": &rec.source, "verified": &rec.sure,
	}[field]; to != nil {
		*to = strings.TrimSpace(value)
	}
}

// json reads the answers of NBRB and NBU: a list of rates, or one.
func (r *reader) json(text string) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if strings.HasPrefix(text, "[") {
		_, _ = d.Token() // the bracket
	}
	for d.More() {
		line := 1 + strings.Count(text[:d.InputOffset()], "\n")
		var v struct {
			Currency string      `json:"Cur_Abbreviation"`
			Units    json.Number `json:"Cur_Scale"`
			Price    json.Number `json:"Cur_OfficialRate"`
			Date     string      `json:"Date"`
			CC       string      `json:"cc"`
			Rate     json.Number `json:"rate"`
			Exchange string      `json:"exchangedate"`
			Per      json.Number `json:"units"` // of NBU's list of days; without it the rate is of one
		}
		if err := d.Decode(&v); err != nil {
			return r.fault("fx.broken", "the file is not whole (%s); fetch it again", line, err)
		}
		rec, format := record{line: line, currency: v.Currency, units: string(v.Units), price: string(v.Price), day: v.Date}, "NBRB"
		if v.CC != "" {
			rec, format = record{line: line, currency: v.CC, units: cmp.Or(string(v.Per), "1"), price: string(v.Rate), day: v.Exchange}, "NBU"
		}
		if r.file.Format != "" && r.file.Format != format {
			return r.fault("fx.unknown", "the file mixes the rates of two banks", line)
		}
		r.file.Format = format
		if err := r.take(rec); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil && strings.HasPrefix(text, "[") {
		return r.fault("fx.broken", "the file is not whole (%s); fetch it again", 1+strings.Count(text, "\n"), err)
	}
	return nil
}
