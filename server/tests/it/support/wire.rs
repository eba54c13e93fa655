//! A small HTTP/1.1 client over a real socket, blocking, that counts bytes.
//! The benchmark uses it too.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// One connection, kept alive.
pub struct Connection {
    stream: BufReader<TcpStream>,
    /// Bytes sent so far, headers included.
    pub sent: usize,
    /// Bytes received so far, headers included.
    pub received: usize,
}

/// What came back.
#[derive(Debug, Default)]
pub struct Reply {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The cookie that was set, as it is to be sent back.
    pub fn cookie(&self) -> Option<String> {
        Some(self.header("set-cookie")?.split(';').next()?.to_owned())
    }
}

impl Connection {
    pub fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(120)))?;
        let stream = BufReader::with_capacity(64 * 1024, stream);
        Ok(Self { stream, sent: 0, received: 0 })
    }

    pub fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> io::Result<Reply> {
        self.send("GET", path, headers, &[])
    }

    pub fn post(&mut self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<Reply> {
        self.send("POST", path, headers, body)
    }

    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<Reply> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n").into_bytes();
        for (name, value) in headers {
            write!(request, "{name}: {value}\r\n")?;
        }
        if method != "GET" {
            let length = body.len();
            write!(request, "Content-Type: application/json\r\nContent-Length: {length}\r\n")?;
        }
        request.extend_from_slice(b"\r\n");
        request.extend_from_slice(body);
        self.stream.get_mut().write_all(&request)?;
        self.sent += request.len();
        self.reply()
    }

    fn reply(&mut self) -> io::Result<Reply> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|word| word.parse().ok());
        let mut reply = Reply { status: status.ok_or_else(broken)?, ..Reply::default() };
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or_else(broken)?;
            reply.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let length = match reply.header("content-length") {
            Some(length) => length.parse().map_err(|_| broken())?,
            None if reply.header("transfer-encoding").is_some() => return Err(broken()),
            None => 0,
        };
        reply.body = vec![0; length];
        self.stream.read_exact(&mut reply.body)?;
        self.received += length;
        Ok(reply)
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        let read = self.stream.read_line(&mut line)?;
        self.received += read;
        if !line.ends_with("\r\n") {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        line.truncate(line.len() - 2);
        Ok(line)
    }
}

fn broken() -> io::Error {
    io::Error::other("this is not an answer")
}
