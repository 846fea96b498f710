"""Numbers in Spanish as people in the United States write them: a point before the cents, a comma at thousands."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
