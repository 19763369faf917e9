-- Who may sign in, and as what.
CREATE TABLE account (
    account_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- As typed to sign in; kept in lower case.
    name text NOT NULL UNIQUE CHECK (name = lower(name) AND name <> ''),
    role text NOT NULL CHECK (role IN ('consulta', 'operador', 'administrador')),
    -- Null: signs in through the identity provider only.
    password_hash text,
    -- Who it is at the identity provider: issuer and subject.
    external_id text UNIQUE,
    must_change boolean NOT NULL DEFAULT false,
    -- Changes when every session of the account must end; a session carries the one it was begun with.
    stamp uuid NOT NULL DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    password_changed_at timestamptz,
    last_sign_in_at timestamptz,
    disabled_at timestamptz
);

-- By name, whether or not there is such an account: the answer must not tell.
CREATE TABLE sign_in_failure (
    name text PRIMARY KEY,
    failures int NOT NULL DEFAULT 1,
    last_at timestamptz NOT NULL DEFAULT now(),
    locked_until timestamptz
);
