/* The names of months, as dates in texts and feeds spell them. */
#ifndef BASE_MONTH_H
#define BASE_MONTH_H

/*
 * 1 to 12 for a case-folded word that is a month's name, its abbreviation or an inflection of it in
 * one of some twenty-five languages; else 0. Goes by the word's beginning, so it is for words that
 * stand where a month is expected.
 */
int month_of_word(const char *folded);

#endif
