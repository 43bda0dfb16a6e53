import { useTexts } from '../../i18n';
import { LANGUAGES, prefer, usePreferences } from '../../preferences/preferences';
import { session } from '../../session/state';
import { useStore } from '../../store';
import { ButtonLink, Choice, Page, Row, Section } from '../../ui';
import { appTexts } from '../../app/texts';
import styles from './front.module.css';
import { frontTexts } from './texts';

/** What somebody sees who doesn't know the site yet. */
export default function LandingPage() {
  const t = useTexts(frontTexts).landing;
  return (
    <div className={styles.landing}>
      <Page title={t.title} wide>
        <p className={styles.lead}>{t.text}</p>
        <Ways />
        <div className={styles.promises}>
          <Section title={t.privacy.title}>
            <p>{t.privacy.text}</p>
          </Section>
          <Section title={t.safe.title}>
            <p>{t.safe.text}</p>
          </Section>
        </div>
        <LanguageChoice />
      </Page>
    </div>
  );
}

function Ways() {
  const t = useTexts(frontTexts);
  if (useStore(session).state === 'in')
    return (
      <Row>
        <ButtonLink kind="main" to="/app">
          {t.landing.open}
        </ButtonLink>
      </Row>
    );
  return (
    <Row>
      <ButtonLink kind="main" to="/app/signup">
        {t.landing.signUp}
      </ButtonLink>
      <ButtonLink to="/app">{t.logIn.title}</ButtonLink>
    </Row>
  );
}

const NAMES = { en: 'English', de: 'Deutsch' };

function LanguageChoice() {
  return (
    <Choice
      legend={useTexts(appTexts).language}
      options={LANGUAGES.map((value) => ({
        value,
        label: <span lang={value}>{NAMES[value]}</span>,
      }))}
      value={usePreferences().language}
      onChange={(language) => prefer({ language })}
    />
  );
}
