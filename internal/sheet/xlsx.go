package sheet

import "os"

func (f *File) openWorkbook(in *os.File, sheet string) error {
	return f.fault("sheet.xlsx", "XLSX is not read yet")
}

func (f *File) workbookRows(in *os.File) (source, error) {
	return nil, f.fault("sheet.xlsx", "XLSX is not read yet")
}
