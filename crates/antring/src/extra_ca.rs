//! Root certificates beyond the usual ones: for a site whose proxy is certified by the company itself.

use std::sync::Arc;

use native_tls::TlsConnector;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

/// One or more root certificates that are trusted besides the usual ones, for REST and for the feed alike.
/// Read and checked once; cheap to clone.
#[derive(Clone)]
pub struct ExtraCa {
    certificates: Arc<[Trusted]>,
}

/// One certificate as each of the three TLS users wants it: `reqwest`, the feed's own sockets (rustls), and
/// `rust_socketio`, which knows only native-tls.
struct Trusted {
    der: CertificateDer<'static>,
    for_requests: reqwest::Certificate,
    for_native_tls: native_tls::Certificate,
}

/// Why a file is no list of root certificates, as a sentence for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExtraCaError {
    #[error("it holds no certificate; it must be PEM text with -----BEGIN CERTIFICATE-----")]
    NoCertificate,
    #[error("its PEM text is damaged: {0}")]
    Damaged(String),
    #[error("its certificate number {number} cannot be used as a root: {reason}")]
    Unusable { number: usize, reason: String },
}

impl ExtraCa {
    /// `pem` is the text of a file; what stands between its certificates, other items too, is passed over.
    ///
    /// # Errors
    /// When there is no certificate in it, or one that cannot be read.
    pub fn from_pem(pem: &[u8]) -> Result<Self, ExtraCaError> {
        let mut certificates = vec![];
        for der in CertificateDer::pem_slice_iter(pem) {
            let der = der.map_err(|error| ExtraCaError::Damaged(error.to_string()))?;
            let number = certificates.len() + 1;
            certificates.push(trusted(der).map_err(|reason| ExtraCaError::Unusable { number, reason })?);
        }
        if certificates.is_empty() {
            return Err(ExtraCaError::NoCertificate);
        }
        Ok(Self { certificates: certificates.into() })
    }

    /// For a `reqwest` client, which merges them with the system's roots.
    pub fn for_requests(&self) -> Vec<reqwest::Certificate> {
        self.certificates.iter().map(|trusted| trusted.for_requests.clone()).collect()
    }

    /// For a WebSocket of our own: Mozilla's roots and these.
    ///
    /// The process must have installed a rustls crypto provider before.
    pub(crate) fn for_rustls(&self) -> Arc<ClientConfig> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        roots.add_parsable_certificates(self.certificates.iter().map(|trusted| trusted.der.clone()));
        Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth())
    }

    /// For `rust_socketio`: the system's roots and these.
    pub(crate) fn for_native_tls(&self) -> Result<TlsConnector, native_tls::Error> {
        let mut builder = TlsConnector::builder();
        for trusted in self.certificates.iter() {
            builder.add_root_certificate(trusted.for_native_tls.clone());
        }
        builder.build()
    }
}

fn trusted(der: CertificateDer<'static>) -> Result<Trusted, String> {
    RootCertStore::empty().add(der.clone()).map_err(|error| error.to_string())?;
    let for_requests = reqwest::Certificate::from_der(&der).map_err(|error| error.to_string())?;
    let for_native_tls = native_tls::Certificate::from_der(&der).map_err(|error| error.to_string())?;
    Ok(Trusted { der, for_requests, for_native_tls })
}

impl std::fmt::Debug for ExtraCa {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "ExtraCa({} certificates)", self.certificates.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_list_of_certificates_is_told_in_a_sentence() {
        let said = |pem: &str| ExtraCa::from_pem(pem.as_bytes()).expect_err("no certificate").to_string();
        assert!(said("").contains("no certificate"));
        assert!(
            said("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").contains("no certificate")
        );
        assert!(said("-----BEGIN CERTIFICATE-----\nAAAA\n").contains("damaged"));
        let nonsense = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert!(said(nonsense).contains("number 1 cannot be used"));
    }
}
