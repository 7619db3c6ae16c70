use serde::Deserialize;

/// What numbers are held against. A number turns amber near its target and red past it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Targets {
    pub waiting: u32,
    pub wait_seconds: u32,
    pub service_percent: u32,
    pub service_seconds: u32,
    pub available: u32,
    pub abandoned_percent: u32,
    pub talk_minutes: u32,
}

impl Default for Targets {
    fn default() -> Self {
        let usual = wire::Targets::default();
        Self {
            waiting: usual.waiting,
            wait_seconds: usual.wait_seconds,
            service_percent: usual.service_percent,
            service_seconds: usual.service_seconds,
            available: usual.available,
            abandoned_percent: usual.abandoned_percent,
            talk_minutes: usual.talk_minutes,
        }
    }
}

impl From<Targets> for wire::Targets {
    fn from(targets: Targets) -> Self {
        Self {
            waiting: targets.waiting,
            wait_seconds: targets.wait_seconds,
            service_percent: targets.service_percent,
            service_seconds: targets.service_seconds,
            service_variant: wire::Targets::default().service_variant,
            available: targets.available,
            abandoned_percent: targets.abandoned_percent,
            talk_minutes: targets.talk_minutes,
        }
    }
}
