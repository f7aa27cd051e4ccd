// Row types of every table, as Kysely sees them. Booleans and times are integers, documents are JSON text:
// the same on SQLite and PostgreSQL. The tables themselves are made by `migrations/`.

export interface Tables {
  resources: ResourceRow
  operations: OperationRow
  claims: ClaimRow
  quota_limits: { engine: string; family: string; cores: number }
  oidc: OidcRow
  users: UserRow
  service_principals: ServicePrincipalRow
  app_sessions: AppSessionRow
  groups: GroupRow
  group_members: GroupMemberRow
  outside_identities: OutsideIdentityRow
  audit: AuditRow
  metric_points: MetricPointsRow
  running_spans: RunningSpanRow
  /** Installation-wide values: signing keys (sealed), settings. */
  settings: { name: string; value: string }
}

export interface ResourceRow {
  key: string
  id: string
  type: string
  parent_key: string
  name: string
  desired: string
  observed: string | null
  generation: number
  observed_generation: number
  failure: string | null
  revision: number
  deleted_at: number | null
  created_at: number
  created_by: string
  modified_at: number
  modified_by: string
  due_at: number | null
  fires_at: number | null
  lease_token: string | null
  lease_until: number | null
  attempts: number
  quota_engine: string | null
  quota_family: string | null
  quota_cores: number | null
  /** `Queued` has the meaning of these. */
  queue_key: string | null
  queue_nodes: number | null
  queue_priority: number | null
  queue_attempt: number | null
  queue_open: number | null
}

export interface OperationRow {
  id: string
  resource_key: string
  resource_id: string
  resource_type: string
  generation: number
  verb: string
  actor: string
  trigger_kind: string
  correlation_id: string
  accepted_at: number
  deadline: number
  status: string
  phases: string
  finished_at: number | null
  error: string | null
  next_step: string | null
}

export interface ClaimRow {
  kind: string
  value: string
  resource_key: string
}

/** The OIDC library's own records. `id`, `user_code` are HMACs, `payload` is sealed (`identity.md` §5 of the design). */
export interface OidcRow {
  model: string
  id: string
  payload: string
  grant_id: string | null
  user_code: string | null
  uid: string | null
  account_id: string | null
  expires_at: number | null
  consumed_at: number | null
}

export interface UserRow {
  object_id: string
  user_name: string
  display_name: string
  /** PHC string, argon2id; empty for whoever signs in elsewhere. */
  password_hash: string
  /** Tokens issued earlier are refused: signing out everywhere is one write. Epoch milliseconds. */
  valid_from: number
  disabled: number
  created_at: number
}

export interface ServicePrincipalRow {
  object_id: string
  client_id: string
  display_name: string
  /** SHA-256 of a 256-bit secret, hex; null when it has none. */
  secret_hash: string | null
  /** JSON list of `StoredCertificate`; null: none. */
  certificates: string | null
  valid_from: number
  disabled: number
  created_at: number
}

/** A browser's sign-in to one app origin. `id` is the SHA-256 of the cookie. */
export interface AppSessionRow {
  id: string
  origin: string
  object_id: string
  user_name: string
  /** `uid` of the sign-in session it hangs on; it dies with it. */
  login_session: string
  created_at: number
  expires_at: number
}

export interface GroupRow {
  object_id: string
  group_name: string
  display_name: string
  created_at: number
}

export interface GroupMemberRow {
  group_id: string
  /** A user, a service principal or another group. */
  member_id: string
  /** Issuer of the outside sign-in service that said so; empty: somebody here did. */
  source: string
}

/** Who a person of an outside sign-in service is here. */
export interface OutsideIdentityRow {
  issuer: string
  subject: string
  object_id: string
  created_at: number
}

/** What happened that is no operation: `AuditRecord` has the meaning. */
export interface AuditRow {
  id: string
  happened_at: number
  resource_key: string
  resource_id: string
  action: string
  actor: string
  correlation_id: string
  refusal: string | null
}

/** Minutes of a node: `MetricPoint` has the meaning. */
export interface MetricPointsRow {
  node_key: string
  from_at: number
  points: string
}

/** One boot of a node: `RunningSpan` has the meaning. */
export interface RunningSpanRow {
  fleet_key: string
  node_key: string
  boot_id: string
  fleet_id: string
  size: string
  from_at: number
  to_at: number
}
