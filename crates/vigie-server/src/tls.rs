//! TLS of our own: a certificate and its key out of two PEM files, read again when they have changed.
//!
//! What is wrong with the files is said before the server listens. A renewed certificate is taken up within a minute, without a
//! new start; one that cannot be read is told of, and the one before stays.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use jiff::{SignedDuration, Timestamp};
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_rustls::TlsAcceptor;

use crate::certificate;

/// How often it is seen whether the files have changed.
const LOOK: Duration = Duration::from_mins(1);

/// How long before its end a certificate is told of.
const SOON: SignedDuration = SignedDuration::from_hours(14 * 24);

/// The files of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate as PEM, followed by those that lead from it to one that browsers know.
    pub certificate: PathBuf,
    /// Its private key as PEM.
    pub key: PathBuf,
}

/// Why a certificate is of no use.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// A file cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file holds no certificate.
    #[error("{} holds no certificate in PEM form (`-----BEGIN CERTIFICATE-----`)", path.display())]
    NoCertificate {
        /// The file.
        path: PathBuf,
    },
    /// A file holds no private key.
    #[error("{} holds no private key in PEM form (`-----BEGIN PRIVATE KEY-----`) without a password", path.display())]
    NoKey {
        /// The file.
        path: PathBuf,
    },
    /// The key is of another certificate.
    #[error("the private key in {} is not that of the first certificate in {}", key.display(), certificate.display())]
    Mismatch {
        /// The file of the certificate.
        certificate: PathBuf,
        /// The file of the key.
        key: PathBuf,
    },
    /// The certificate does not hold any more.
    #[error("the certificate in {} ended at {until}", path.display())]
    Ended {
        /// The file.
        path: PathBuf,
        /// When it ended.
        until: Timestamp,
    },
    /// The certificate does not hold yet.
    #[error("the certificate in {} does not hold before {from}", path.display())]
    NotYet {
        /// The file.
        path: PathBuf,
        /// From when it holds.
        from: Timestamp,
    },
    /// The certificate or its key has a form that this program does not know.
    #[error("the certificate in {} cannot be used: {reason}", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
}

/// The certificate that is shown to whoever connects.
#[derive(Debug)]
pub(crate) struct Shown {
    files: TlsFiles,
    provider: Arc<CryptoProvider>,
    current: RwLock<Arc<CertifiedKey>>,
    /// When the files were last changed, as far as was seen.
    seen: Mutex<[Option<SystemTime>; 2]>,
}

impl Shown {
    /// Reads the files.
    pub(crate) fn open(files: &TlsFiles) -> Result<Arc<Self>, TlsError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let seen = changed_at(files);
        let current = RwLock::new(Arc::new(load(files, &provider, Timestamp::now())?));
        Ok(Arc::new(Self { files: files.clone(), provider, current, seen: Mutex::new(seen) }))
    }

    /// What makes TLS out of a connection.
    pub(crate) fn acceptor(self: &Arc<Self>) -> Result<TlsAcceptor, TlsError> {
        let unusable = |error: rustls::Error| TlsError::Unusable {
            path: self.files.certificate.clone(),
            reason: error.to_string(),
        };
        let builder = ServerConfig::builder_with_provider(Arc::clone(&self.provider));
        let builder = builder.with_safe_default_protocol_versions().map_err(unusable)?;
        let mut config = builder.with_no_client_auth().with_cert_resolver(Arc::clone(self) as Arc<_>);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    /// Reads the files again where they have changed; what is wrong with them then is given, and the certificate before stays.
    fn renew(&self, now: Timestamp) -> Result<bool, TlsError> {
        let found = changed_at(&self.files);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == found {
            return Ok(false);
        }
        *seen = found;
        let new = load(&self.files, &self.provider, now)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
        Ok(true)
    }

    /// When the certificate that is shown ends, where that is soon.
    fn ends_soon(&self, now: Timestamp) -> Option<Timestamp> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        let [_, until] = certificate::validity(current.end_entity_cert().ok()?)?;
        (until.duration_since(now) < SOON).then_some(until)
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// Looks at the files again and again, and says once when the certificate is about to end.
pub(crate) async fn keep(shown: Arc<Shown>) {
    let mut told = None;
    loop {
        let (asked, now) = (Arc::clone(&shown), Timestamp::now());
        let looked = tokio::task::spawn_blocking(move || (asked.renew(now), asked.ends_soon(now))).await;
        let Ok((renewed, ends)) = looked else { return };
        match renewed {
            Ok(true) => eprintln!("a new certificate was taken up from {}", shown.files.certificate.display()),
            Ok(false) => {}
            Err(error) => eprintln!("the certificate before stays: {}", with_cause(&error)),
        }
        if ends != told
            && let Some(until) = ends
        {
            eprintln!("the certificate in {} ends at {until}", shown.files.certificate.display());
        }
        told = ends;
        tokio::time::sleep(LOOK).await;
    }
}

fn with_cause(error: &TlsError) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}

fn changed_at(files: &TlsFiles) -> [Option<SystemTime>; 2] {
    [&files.certificate, &files.key].map(|path| std::fs::metadata(path).and_then(|found| found.modified()).ok())
}

fn load(files: &TlsFiles, provider: &CryptoProvider, now: Timestamp) -> Result<CertifiedKey, TlsError> {
    let path = || files.certificate.clone();
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&read(&files.certificate)?).collect();
    let chain = chain.map_err(|_| TlsError::NoCertificate { path: path() })?;
    let first = chain.first().ok_or_else(|| TlsError::NoCertificate { path: path() })?;
    let unusable = |reason: &str| TlsError::Unusable { path: path(), reason: reason.to_owned() };
    let [from, until] = certificate::validity(first).ok_or_else(|| unusable("it is no X.509"))?;
    if until < now {
        return Err(TlsError::Ended { path: path(), until });
    }
    if from > now {
        return Err(TlsError::NotYet { path: path(), from });
    }
    let key = PrivateKeyDer::from_pem_slice(&read(&files.key)?);
    let key = key.map_err(|_| TlsError::NoKey { path: files.key.clone() })?;
    CertifiedKey::from_der(chain, key, provider).map_err(|error| match error {
        rustls::Error::InconsistentKeys(_) => TlsError::Mismatch { certificate: path(), key: files.key.clone() },
        other => unusable(&other.to_string()),
    })
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|source| TlsError::Read { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(name)
    }

    fn files(certificate: &str, key: &str) -> TlsFiles {
        TlsFiles { certificate: here(certificate), key: here(key) }
    }

    #[test]
    fn what_is_wrong_with_the_files_is_said() {
        let cases = [
            ("localhost.pem", "localhost.key", None),
            ("localhost.pem", "other.key", Some("is not that of the first certificate")),
            ("ended.pem", "localhost.key", Some("ended at 2021-01-01T00:00:00Z")),
            ("localhost.key", "localhost.key", Some("holds no certificate")),
            ("localhost.pem", "localhost.pem", Some("holds no private key")),
            ("missing.pem", "localhost.key", Some("cannot read")),
            ("localhost.pem", "missing.key", Some("cannot read")),
        ];
        for (certificate, key, wanted) in cases {
            let said = Shown::open(&files(certificate, key)).err().map(|error| error.to_string());
            let fits = match (&said, wanted) {
                (Some(said), Some(wanted)) => said.contains(wanted),
                (None, None) => true,
                _ => false,
            };
            assert!(fits, "{certificate} with {key}: {said:?}");
        }
    }

    #[test]
    fn a_new_certificate_is_taken_up_and_a_broken_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let files = TlsFiles { certificate: folder.path().join("c.pem"), key: folder.path().join("k.pem") };
        let put = |from: &str, to: &Path, seconds: u64| {
            std::fs::copy(here(from), to).unwrap();
            let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + seconds);
            std::fs::File::options().write(true).open(to).unwrap().set_modified(at).unwrap();
        };
        put("localhost.pem", &files.certificate, 0);
        put("localhost.key", &files.key, 0);
        let now = Timestamp::now();
        let shown = Shown::open(&files).unwrap();
        assert!(!shown.renew(now).unwrap(), "nothing has changed");
        assert_eq!(shown.ends_soon(now), None);
        put("other.key", &files.key, 1);
        let before = Arc::clone(&shown.current.read().unwrap());
        assert!(matches!(shown.renew(now), Err(TlsError::Mismatch { .. })));
        assert!(Arc::ptr_eq(&before, &shown.current.read().unwrap()), "the one before stays");
        put("localhost.key", &files.key, 2);
        assert!(shown.renew(now).unwrap());
        assert!(!Arc::ptr_eq(&before, &shown.current.read().unwrap()));
        let near: Timestamp = "2119-12-25T00:00:00Z".parse().unwrap();
        assert!(shown.ends_soon(near).is_some());
    }
}
