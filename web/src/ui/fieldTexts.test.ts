import { fieldText } from './fieldTexts';

test.each([
  ['takes 12 to 1024 characters', 'Verwenden Sie 12 bis 1024 Zeichen.'],
  ['is not an e-mail address', 'Das ist keine E-Mail-Adresse.'],
  ['takes one line of printable text', 'Verwenden Sie gewöhnlichen Text.'],
  ['Is wrong.', 'Das stimmt nicht.'],
  ['Missing data for required field.', 'Das wird gebraucht.'],
])('what the API says of a field is told in the language of the page: %s', (said, told) => {
  expect(fieldText(said, 'de')).toBe(told);
  expect(fieldText(said, 'en')).not.toBe(told);
});

test('what the site says itself stays as it is', () => {
  expect(fieldText('Die Passwörter sind verschieden.', 'de')).toBe(
    'Die Passwörter sind verschieden.',
  );
});
