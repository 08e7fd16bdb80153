"""Official documents: one tree of content, drawn as DOCX, PDF and XLSX in the layout of Decree 30/2020/NĐ-CP."""
