import { useState } from 'react';
import { useConditional } from '../../api/conditional';
import type { Paged } from '../../api/queries';
import { useTexts } from '../../i18n';
import {
  announce,
  Button,
  Card,
  Choice,
  Confirm,
  Notice,
  Page,
  PagedList,
  Row,
  Stack,
  TextField,
} from '../../ui';
import { AddPerson } from './AddPerson';
import { ChangePerson } from './ChangePerson';
import styles from './admin.module.css';
import {
  ofClient,
  ofTherapist,
  remove,
  reread,
  useClients,
  useTherapists,
  type Person,
} from './people';
import { adminTexts } from './texts';

const KINDS = ['clients', 'therapists'] as const;
type Kind = (typeof KINDS)[number];

/** Everybody who has an account with the practice. */
export default function AccountsPage() {
  const t = useTexts(adminTexts);
  const [kind, setKind] = useState<Kind>('clients');
  const [isAdding, setAdding] = useState(false);
  return (
    <Page
      title={t.accounts}
      intro={t.intro}
      actions={
        <Button kind="main" onClick={() => setAdding(true)}>
          {t.add}
        </Button>
      }
    >
      <Choice
        legend={t.show}
        hideLegend
        options={KINDS.map((value) => ({ value, label: t.kinds[value] }))}
        value={kind}
        onChange={setKind}
      />
      {kind === 'clients' ? <Clients /> : <Therapists />}
      {isAdding && <AddPerson kind={kind} onClose={() => setAdding(false)} />}
    </Page>
  );
}

function Clients() {
  const t = useTexts(adminTexts);
  const list = useClients();
  return <People list={{ ...list, items: list.items.map(ofClient) }} empty={t.noClients} />;
}

function Therapists() {
  const t = useTexts(adminTexts);
  const [name, setName] = useState('');
  const list = useTherapists(name.trim());
  return (
    <Stack>
      <TextField
        label={t.search}
        value={name}
        maxLength={100}
        onChange={(event) => setName(event.target.value)}
      />
      <People list={{ ...list, items: list.items.map(ofTherapist) }} empty={t.noTherapists} />
    </Stack>
  );
}

function People({ list, empty }: { list: Paged<Person>; empty: string }) {
  const t = useTexts(adminTexts);
  return (
    <PagedList list={list} label={t.accounts} empty={empty} keyOf={(each) => each.id}>
      {(each) => <PersonCard person={each} />}
    </PagedList>
  );
}

function PersonCard({ person }: { person: Person }) {
  const t = useTexts(adminTexts);
  const [isAsked, setAsked] = useState(false);
  const [isOpen, setOpen] = useState(false);
  return (
    <Card>
      <Row className={styles.apart}>
        <Stack gap={1}>
          <h2>{person.name}</h2>
          <p className="quiet small">{[person.email, person.id].filter(Boolean).join(' · ')}</p>
        </Stack>
        <Row gap={2}>
          <Button aria-label={`${t.change}: ${person.name}`} onClick={() => setOpen(true)}>
            {t.change}
          </Button>
          <Button
            kind="danger"
            aria-label={`${t.remove}: ${person.name}`}
            onClick={() => setAsked(true)}
          >
            {t.remove}
          </Button>
        </Row>
      </Row>
      {isOpen && <ChangePerson person={person} onClose={() => setOpen(false)} />}
      {isAsked && <Remove person={person} onClose={() => setAsked(false)} />}
    </Card>
  );
}

function Remove({ person, onClose }: { person: Person; onClose(): void }) {
  const t = useTexts(adminTexts);
  const removing = useConditional({
    // The list of therapists names no version; then they are removed as they are now.
    send: async (_: true, version) => remove(person, version || (await reread(person)).version),
    reread: () => reread(person),
    changes: [['admin']],
    onDone: () => {
      announce(t.removed);
      onClose();
    },
  });
  return (
    <Confirm
      title={t.removeTitle(person.name)}
      action={t.remove}
      danger
      busy={removing.busy}
      failure={removing.failure}
      onConfirm={() =>
        void removing.save(true, removing.conflict?.theirs.version ?? person.version)
      }
      onClose={onClose}
    >
      <p>{t.removeText}</p>
      {removing.conflict && <Notice tone="warm">{t.changed}</Notice>}
    </Confirm>
  );
}
