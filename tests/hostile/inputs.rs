//! Files that want to break the linter, each a function of its size: about `n` of whatever there is too much of.

use std::fmt::Write as _;

/// A name and what makes the text.
pub(crate) type Input = (&'static str, fn(usize) -> String);

/// One line for each number below `n`, behind a head.
fn lines(head: &str, n: usize, mut line: impl FnMut(usize, &mut String)) -> String {
    let mut text = String::from(head);
    for number in 0..n {
        line(number, &mut text);
        text.push('\n');
    }
    text
}

/// The same line again and again; `NUM` in it is the number of the line, `LAST` that of the line before.
fn each(head: &str, line: &str, n: usize) -> String {
    lines(head, n, |number, text| {
        let last = number.saturating_sub(1);
        text.push_str(&line.replace("NUM", &number.to_string()).replace("LAST", &last.to_string()));
    })
}

const ALPINE: &str = "FROM alpine:3.20\n";
const DEBIAN: &str = "FROM debian:12 AS s0\n";

/// Many instructions of one kind, or of kinds that have to do with each other.
pub(crate) const INSTRUCTIONS: &[Input] = &[
    ("stages, each on the one before", |n| each(DEBIAN, "FROM sNUM AS sNUM", n)),
    ("stages in a chain", |n| {
        lines("FROM debian AS s0\n", n, |number, text| {
            write!(text, "FROM s{number} AS s{}\nENV E{number}=1\nRUN echo $A $E1\nUSER 1", number + 1).unwrap();
        })
    }),
    ("stages in a chain that install", |n| {
        lines("FROM debian AS s0\n", n, |number, text| {
            write!(text, "FROM s{number} AS s{}\nRUN apt-get update && apt-get install -y a{number} && apt-get install curl\nCOPY a{number} /app\nRUN rm -rf /var/lib/apt/lists/*\nCMD [\"a\"]\nHEALTHCHECK CMD x\nEXPOSE {number}", number + 1).unwrap();
        })
    }),
    ("stages that copy from the one before", |n| {
        lines("FROM scratch AS s0\n", n, |number, text| {
            write!(
                text,
                "FROM alpine AS s{}\nCOPY --from=s{number} / /\nRUN --mount=from=s{number},target=/x make",
                number + 1
            )
            .unwrap();
        })
    }),
    ("one stage that copies from all", |n| {
        let mut text = lines("", n, |number, text| {
            write!(text, "FROM alpine AS s{number}\nRUN make").unwrap();
        });
        text.push_str("FROM alpine\n");
        (0..n).for_each(|number| writeln!(text, "COPY --from=s{number} /a /b{number}").unwrap());
        text
    }),
    ("stages that copy from each other", |n| {
        let root = n.isqrt();
        let mut text = String::new();
        for number in 0..root {
            writeln!(text, "FROM alpine AS s{number}").unwrap();
            (0..root).for_each(|other| writeln!(text, "COPY --from=s{other} /a /b").unwrap());
        }
        text
    }),
    ("stages of one name", |n| each("FROM a AS b\n", "FROM b AS b\nCOPY --from=b a b", n)),
    ("stages of unknown bases", |n| {
        each("ARG A\n", "FROM ${A}NUM AS ${A}NUM\nCOPY --from=$A / /\nRUN --mount=from=x$A true", n)
    }),
    ("stages apart", |n| {
        each(
            "ARG A=1\n",
            "FROM ubuntu:20.04 AS sNUM\nARG A\nRUN apt-get install -y gcc curl=1\nWORKDIR a\nCOPY . .\nENTRYPOINT [\"./run.sh\"]\nCMD [\"a\"]",
            n,
        )
    }),
    ("global arguments", |n| {
        let mut text = lines("", n, |number, text| {
            write!(text, "ARG A{number}=x$A{}", number.saturating_sub(1)).unwrap();
        });
        text.push_str("FROM a$A1\n");
        text + &lines("", n, |number, text| write!(text, "RUN echo $A{number}").unwrap())
    }),
    ("ENV that doubles", |n| each("FROM alpine\nENV A=a\n", "ENV A=$A$A", n)),
    ("ENV that appends", |n| each("FROM alpine\n", "ENV PATH=/xNUM:$PATH\nRUN a", n)),
    ("ENV of many names", |n| each(ALPINE, "ENV NNUM=$NLASTx LD_LIBRARY_PATH=/x:$LD_LIBRARY_PATH", n)),
    ("one ENV of many pairs", |n| {
        (0..n).fold(String::from("FROM alpine\nENV"), |mut text, number| {
            write!(text, " A{number}=$A{}", number / 2).unwrap();
            text
        })
    }),
    ("ARG that doubles", |n| each("ARG A=a\nFROM alpine\nARG A\n", "ARG A=$A$A", n)),
    ("ARG of many names", |n| each(ALPINE, "ARG ANUM\nRUN echo $ALAST", n)),
    ("ARG and ENV of the same name", |n| each(ALPINE, "ARG ANUM=1\nENV ANUM=$ANUM\nUSER $ANUM", n)),
    ("unused ARG", |n| each(ALPINE, "ARG TOKENNUM=ghp_abcdefghijklmnopqrstuvwxyz0123456789", n)),
    ("LABEL", |n| each(ALPINE, "LABEL org.labelNUM=\"x\" maintainer=$A", n)),
    ("LABEL of one key", |n| each(ALPINE, "LABEL a.b=\"xNUM\"", n)),
    ("EXPOSE", |n| each(ALPINE, "EXPOSE NUM 80/TCP $A 22-30", n)),
    ("RUN", |n| each(ALPINE, "RUN aNUM", n)),
    ("RUN that installs", |n| {
        each(DEBIAN, "RUN apt-get update && apt-get install -y package-NUM vim && rm -rf /var/lib/apt/lists/*", n)
    }),
    ("RUN that installs the same", |n| {
        each(DEBIAN, "RUN apt-get install curl wget git && pip install x && npm install -g y && apk add z", n)
    }),
    ("RUN that cleans", |n| {
        each(
            DEBIAN,
            "RUN rm -rf /tmp/xNUM /var/cache/apt && apt-get clean && wget -O /tmp/xLAST http://a/b && chown -R a /xNUM",
            n,
        )
    }),
    ("RUN with users", |n| each(DEBIAN, "RUN useradd -u NUM uNUM && groupadd g\nUSER uLAST\nCOPY --chown=uNUM a b", n)),
    ("RUN that makes files", |n| {
        each(DEBIAN, "RUN touch /fNUM && mkdir -p /dNUM && cat /fLAST > /x && cp a /dNUM/\nRUN rm /fNUM", n)
    }),
    ("RUN with caches", |n| {
        each(
            DEBIAN,
            "RUN --mount=type=cache,target=/cNUM --mount=type=secret,id=x --mount=type=bind,source=a,target=b pip install aNUM",
            n,
        )
    }),
    ("RUN in the exec form", |n| each(DEBIAN, "RUN [\"sh\", \"-c\", \"apt-get install -y aNUM && cd /x\"]", n)),
    ("RUN of builds", |n| {
        each(
            "FROM node:22\n",
            "COPY package.json xNUM ./\nRUN npm install && npm run build\nRUN pip install -r requirements.txt && go mod download && cargo build",
            n,
        )
    }),
    ("USER", |n| each(ALPINE, "USER uNUM:$G\nRUN id", n)),
    ("WORKDIR that descends", |n| each(ALPINE, "WORKDIR a\nRUN pwd", n)),
    ("WORKDIR in turn", |n| each(ALPINE, "WORKDIR /aNUM\nCOPY a .\nRUN cd /x && make", n)),
    ("VOLUME and COPY", |n| each(ALPINE, "VOLUME /vNUM\nCOPY a /vNUM/a\nRUN touch /vLAST/x", n)),
    ("VOLUME lists", |n| {
        format!("FROM alpine\nVOLUME [\"/a\"{}]\n", ", \"/b\"".repeat(n)) + &"RUN touch /a/x\n".repeat(n)
    }),
    ("COPY", |n| each(ALPINE, "COPY aNUM bNUM", n)),
    ("COPY to folders", |n| each(ALPINE, "COPY aNUM.sh /b/\nRUN chmod +x /b/aNUM.sh && chmod 777 /b", n)),
    ("ADD", |n| each(ALPINE, "ADD http://a/bNUM.tar.gz /x\nADD c.tar.gz /y", n)),
    ("COPY and start", |n| each(ALPINE, "COPY runNUM.sh /runNUM.sh\nENTRYPOINT [\"/runNUM.sh\"]\nCMD [\"x\"]", n)),
    ("HEALTHCHECK", |n| each(ALPINE, "HEALTHCHECK --interval=1s CMD curl -f http://localhost:NUM/", n)),
    ("CMD", |n| each(ALPINE, "CMD server --port NUM &", n)),
    ("ENTRYPOINT in JSON", |n| each(ALPINE, "ENTRYPOINT [\"sh\", \"-c\", \"exec serverNUM $A\"]", n)),
    ("ONBUILD", |n| each(ALPINE, "ONBUILD RUN apk add aNUM\nONBUILD COPY . /x\nONBUILD ENV A=$A", n)),
    ("SHELL", |n| each(DEBIAN, "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN a | b", n)),
    ("STOPSIGNAL and MAINTAINER", |n| each(ALPINE, "STOPSIGNAL 9\nMAINTAINER x", n)),
    ("stages on a fat one", |n| {
        let fat = each(
            "FROM debian:12 AS s0\n",
            "RUN useradd uNUM && apt-get install -y aNUM\nLABEL aNUM=b\nEXPOSE NUM\nCOPY aNUM /x\nENV BNUM=c",
            n,
        );
        each(&fat, "FROM s0 AS tNUM\nCMD [\"a.sh\", \"$BNUM\"]\nCOPY a b", n)
    }),
    ("stages on a fat chain", |n| {
        let fat = each(
            "FROM debian:12 AS s0\n",
            "FROM sLAST AS sNUM\nRUN useradd uNUM && rm -rf /x\nLABEL aNUM=b\nCOPY aNUM /x",
            n,
        );
        each(&fat, "FROM s9 AS tNUM\nUSER uNUM\nENTRYPOINT server $A", n)
    }),
    ("a long value that all repeat", |n| {
        let head = format!("FROM alpine\nENV A={}\n", "a".repeat(1_500));
        each(&head, "ENV BNUM=$A\nRUN echo > $A\nUSER $A\nCOPY $A/a $A/b\nLABEL $A=$A\nEXPOSE $A\nVOLUME $A", n)
    }),
    ("unknown instructions", |n| each("", "EMV aNUM=b", n)),
    ("instructions in front of FROM", |n| each("", "RUN aNUM | b", n)),
    ("comments with suppressions", |n| {
        each(
            ALPINE,
            "# lotse ignore=unpinned-system-package,DL3008 reason=\"xNUM\"\n# hadolint ignore=DL3008,SC2086",
            n,
        )
    }),
    ("suppressions that cover", |n| {
        each(DEBIAN, "# hadolint ignore=DL3008,DL3009,DL3015\nRUN apt-get install xNUM", n)
    }),
    ("suppressions of the file", |n| {
        each("", "# lotse ignore-file=DL3008\n# hadolint global ignore=DL3009\n# check=skip=all", n)
    }),
    ("comments that look like code", |n| each(ALPINE, "# RUN apt-get install -y xNUM", n)),
    ("description comments", |n| each("ARG A\n", "# aNUM does it\nFROM x AS aNUM\n# b is\nARG BNUM=1", n)),
];

/// Many of something within one instruction.
pub(crate) const INSIDE: &[Input] = &[
    ("packages", |n| {
        (0..n).fold(String::from("FROM debian\nRUN apt-get install -y"), |mut text, number| {
            write!(text, " package-{number}").unwrap();
            text
        })
    }),
    ("packages of one name", |n| format!("FROM debian\nRUN apt-get install {}", "curl \\\n".repeat(n))),
    ("packages of other managers", |n| {
        format!(
            "FROM node\nRUN pip install {}\nRUN npm i -g {}\nRUN apk add {}\nRUN gem install {}",
            "a==1 b ".repeat(n / 2),
            "a@1 b ".repeat(n / 2),
            "a=1 b ".repeat(n / 2),
            "a:1 b ".repeat(n / 2)
        )
    }),
    ("mounts and paths", |n| {
        let mounts = (0..n).fold(String::new(), |mut text, number| {
            write!(text, " --mount=type=cache,target=/c{number}").unwrap();
            text
        });
        let paths = (0..n).fold(String::new(), |mut text, number| {
            write!(text, " && touch /a/{number} && rm /b/{number} && pnpm install && pip install a && wget -O /a/{number}.zip http://a && unzip /a/{number}.zip").unwrap();
            text
        });
        format!("FROM node\nCOPY pnpm-lock.yaml .\nRUN{mounts} true{paths}")
    }),
    ("projects", |n| {
        format!(
            "FROM node\nCOPY pnpm-lock.yaml yarn.lock package-lock.json Gemfile.lock ./\nRUN true {}",
            "&& A=b pnpm install && yarn install && bundle install".repeat(n)
        )
    }),
    ("installs and removals", |n| {
        (0..n).fold(String::from("FROM debian\nRUN true"), |mut text, number| {
        write!(text, " && apt-get install -y a{number} && apt-get remove a{} && rm -rf /var/lib/apt/lists/{number} && apk add --virtual .b{number} c && apk del .b{number}", number / 2).unwrap();
        text
    })
    }),
    ("downloads and patterns", |n| {
        (0..n).fold(String::from("FROM debian\nRUN true"), |mut text, number| {
        write!(text, " && curl -o a{number}.tar.gz http://a && tar xf *{number}.gz && rm *{number}.gz && git clone http://x/y{number} && make install").unwrap();
        text
    })
    }),
    ("options", |n| format!("FROM debian\nRUN apt-get install {} x", "-y --force-yes -q=2 ".repeat(n))),
    ("commands", |n| format!("FROM debian\nRUN true {}", "&& apt-get install -y x ".repeat(n))),
    ("different commands", |n| {
        (0..n).fold(String::from("FROM debian\nRUN true"), |mut text, number| {
        write!(text, " \\\n && touch /tmp/f{number} && rm /tmp/f{} && cd /d{number} && wget http://x/{number}.tar.gz && tar xf {number}.tar.gz && useradd u{number}", number / 2).unwrap();
        text
    })
    }),
    ("commands in sequence", |n| format!("FROM debian\nRUN {}", "set -e; a | b; sudo c & X=1 ; ".repeat(n))),
    ("alternatives", |n| format!("FROM debian\nRUN {} true", "a || ".repeat(n))),
    ("a long pipe", |n| format!("FROM debian\nRUN {} true", "curl http://x | sh | ".repeat(n))),
    ("conditions", |n| format!("FROM debian\nRUN {}", "if [ $a = b ]; then c; fi; ".repeat(n))),
    ("loops", |n| format!("FROM debian\nRUN {}", "for a in b c; do sleep 1; done; ".repeat(n))),
    ("functions", |n| {
        (0..n).fold(String::from("FROM debian\nRUN true"), |mut text, number| {
            write!(text, "; f{number}() {{ a $1; }}; f{}", number / 2).unwrap();
            text
        })
    }),
    ("assignments", |n| {
        (0..n).fold(String::from("FROM debian\nRUN true"), |mut text, number| {
            write!(text, "; A{number}=$A{}; export B=$A{number}", number / 2).unwrap();
            text
        })
    }),
    ("assignments of one name", |n| format!("FROM debian\nRUN {}", "A=$A$A; echo $A; ".repeat(n))),
    ("redirections", |n| format!("FROM debian\nRUN echo x {}", "> /tmp/a 2>&1 < b ".repeat(n))),
    ("substitutions", |n| format!("FROM debian\nRUN echo {}", "$(cat a) `b` \"$(c)\" ".repeat(n))),
    ("variables", |n| format!("FROM debian\nARG A\nRUN echo {}", "$A ${B:-c} \"$C\" ".repeat(n))),
    ("quotes", |n| format!("FROM debian\nRUN echo {}", "'a' \"b\" \\c ".repeat(n))),
    ("heredocs of COPY", |n| {
        let openers = (0..n).fold(String::from("FROM alpine\nCOPY"), |mut text, number| {
            write!(text, " <<F{number}").unwrap();
            text
        });
        lines(&(openers + " /x/\n"), n, |number, text| write!(text, "a\nF{number}").unwrap())
    }),
    ("heredocs of RUN", |n| {
        let openers = (0..n).fold(String::from("FROM alpine\nRUN true"), |mut text, number| {
            write!(text, " && sh <<F{number}").unwrap();
            text
        });
        lines(&(openers + "\n"), n, |number, text| write!(text, "a | b\nF{number}").unwrap())
    }),
    ("RUN with heredocs", |n| each(ALPINE, "RUN <<E\napk add aNUM\nE", n)),
    ("a script in a heredoc", |n| {
        lines("FROM debian\nRUN <<E\n", n, |number, text| {
            write!(text, "apt-get install x{number}\n# comment").unwrap();
        }) + "E\n"
    }),
    ("continued lines", |n| format!("FROM debian\nRUN a {} b", "\\\n ".repeat(n))),
    ("continued lines with comments", |n| format!("FROM debian\nRUN a {} b", "\\\n# c\n\n".repeat(n))),
    ("continued words", |n| format!("FROM debian\nRUN a{} b", "\\\n".repeat(n))),
    ("continued commands", |n| format!("FROM debian\nRUN true {}", "\\\n && apk add x ".repeat(n))),
    ("lone carriage returns", |n| format!("FROM debian\r\nRUN a \\\r\n{}", "b\r".repeat(n))),
    ("sources", |n| format!("FROM debian\nCOPY {} /x/", "a b.sh *.c ".repeat(n))),
    ("sources in JSON", |n| format!("FROM debian\nCOPY [{} \"/x/\"]", "\"a\", ".repeat(n))),
    ("words in JSON", |n| {
        format!("FROM debian\nENTRYPOINT [{} \"x\"]\nCMD [{} \"y\"]", "\"a\", ".repeat(n), "\"\\u00e9$A\", ".repeat(n))
    }),
    ("labels of one instruction", |n| {
        (0..n).fold(String::from("FROM alpine\nLABEL"), |mut text, number| {
            write!(text, " a{number}=\"$b\"").unwrap();
            text
        })
    }),
    ("ports of one instruction", |n| format!("FROM alpine\nEXPOSE {}", "80 443/tcp 1-65535 ".repeat(n))),
    ("flags", |n| format!("FROM alpine\nCOPY {} a b", "--from=x --chown=a ".repeat(n))),
    ("mounts", |n| {
        format!("FROM alpine\nRUN {} pip install x", "--mount=type=cache,target=/x --mount=type=secret,id=y ".repeat(n))
    }),
    ("findings on one line", |n| format!("FROM debian\nRUN {}", "echo $a;sudo b;".repeat(n))),
    ("URLs", |n| format!("FROM debian\nRUN curl {}", "-O http://u:p@x/y.tar.gz ".repeat(n))),
    ("credentials", |n| format!("FROM debian\nENV {}", "PASSWORD=AKIAIOSFODNN7EXAMPLE ".repeat(n))),
    ("ONBUILD of itself", |n| "ONBUILD ".repeat(n)),
    ("a script behind -c", |n| format!("FROM debian\nRUN sh -c '{}'", "a; ".repeat(n))),
    ("wrappers", |n| format!("FROM debian\nRUN {} a", "sudo env A=b ".repeat(n))),
];

/// Deep nesting. The shell may give up on these; time is what counts.
pub(crate) const NESTED: &[Input] = &[
    ("substitutions in each other", |n| format!("FROM alpine\nRUN {}", "$(".repeat(n))),
    ("closed substitutions in each other", |n| format!("FROM alpine\nRUN echo {}a{}", "$(b ".repeat(n), ")".repeat(n))),
    ("quoted substitutions in each other", |n| format!("FROM alpine\nRUN {}", "\"$(".repeat(n))),
    ("backquotes", |n| format!("FROM alpine\nRUN {}", "`".repeat(n))),
    ("defaults in each other", |n| format!("FROM alpine\nRUN echo {}", "${a:-".repeat(n))),
    ("closed defaults in each other", |n| {
        format!(
            "FROM alpine\nENV X={}b{}\nRUN echo {}b{}",
            "${a:-".repeat(n),
            "}".repeat(n),
            "${a:-".repeat(n),
            "}".repeat(n)
        )
    }),
    ("defaults of an instruction", |n| format!("FROM ${{a:-{}\nENV X={}", "${a:-".repeat(n), "${a:-".repeat(n))),
    ("subshells", |n| format!("FROM alpine\nRUN {}", "(".repeat(n))),
    ("closed subshells", |n| format!("FROM alpine\nRUN {}a{}", "(".repeat(n), ")".repeat(n))),
    ("groups", |n| format!("FROM alpine\nRUN {}", "{ ".repeat(n))),
    ("arithmetic", |n| format!("FROM alpine\nRUN echo {}", "$((".repeat(n))),
    ("conditions in each other", |n| format!("FROM alpine\nRUN {}", "if a; then ".repeat(n))),
    ("loops in each other", |n| format!("FROM alpine\nRUN {}", "while ".repeat(n))),
    ("cases in each other", |n| format!("FROM alpine\nRUN {}", "case a in b) ".repeat(n))),
    ("functions in each other", |n| format!("FROM alpine\nRUN {}", "f() { ".repeat(n))),
    ("braces", |n| format!("FROM alpine\nRUN echo {}", "{a,".repeat(n))),
    ("brackets", |n| format!("FROM alpine\nRUN [[ {}", "( ".repeat(n))),
    ("JSON in JSON", |n| format!("FROM alpine\nCMD {}", "[".repeat(n))),
    ("shells in each other", |n| format!("FROM alpine\nRUN {} a", "sh -c \"".repeat(n))),
    ("shells behind evals", |n| format!("FROM alpine\nRUN {}a", "eval sh -c ".repeat(n))),
    ("quotes that never end", |n| format!("FROM alpine\nRUN {}", "'\"".repeat(n))),
    ("heredocs that never end", |n| format!("FROM alpine\nRUN sh <<A\n{}", "cat <<B\n".repeat(n))),
];

/// Plain bulk: bytes.
pub(crate) const BULK: &[Input] = &[
    ("NUL bytes", |n| "\0".repeat(n)),
    ("NUL bytes in a RUN", |n| format!("FROM a\nRUN {}", "\0 ".repeat(n))),
    ("one line", |n| "x".repeat(n)),
    ("one line of RUN", |n| format!("FROM a\nRUN {}", "x".repeat(n))),
    ("one line of words", |n| format!("FROM a\nRUN {}", "x ".repeat(n))),
    ("one line of FROM", |n| format!("FROM {}", "a/".repeat(n))),
    ("one line of ENV", |n| {
        format!("FROM a\nENV A={}\nUSER {}\nWORKDIR {}", "x".repeat(n), "y".repeat(n), "z/".repeat(n))
    }),
    ("one comment", |n| format!("FROM a\n# {}", "x ".repeat(n))),
    ("one comment of suppressions", |n| format!("FROM a\n# lotse ignore={}\nRUN b", "DL3008,".repeat(n))),
    ("text", |n| "Lorem ipsum dolor sit amet\n".repeat(n)),
    ("empty lines", |n| "\n".repeat(n)),
    ("blank lines in a RUN", |n| format!("FROM a\nRUN b \\\n{}", " \n".repeat(n))),
    ("carriage returns", |n| format!("FROM a\r{}", "RUN b\r".repeat(n))),
    ("substitutes", |n| format!("FROM a\nRUN {}", "\u{1a}".repeat(n))),
    ("wide characters", |n| format!("FROM a\nRUN echo {}", "“é” – 𝄞 ".repeat(n))),
    ("directives", |n| "# escape=`\n".repeat(n)),
    ("template markers", |n| format!("FROM a\nRUN {}", "{{ x }} ".repeat(n))),
    ("dollars", |n| format!("FROM a\nENV A={}\nRUN {}", "$".repeat(n), "$".repeat(n))),
    ("backslashes", |n| format!("FROM a\nENV A={}\nRUN {}", "\\".repeat(n), "\\".repeat(n))),
    ("dots", |n| format!("FROM a\nWORKDIR {}\nCOPY {} b", "../".repeat(n), "./".repeat(n))),
    ("wildcards", |n| format!("FROM a\nCOPY {} b\nRUN rm -rf {}", "*".repeat(n), "*/".repeat(n))),
    ("dashes", |n| format!("FROM a\nRUN apt-get install {}", "-".repeat(n))),
    ("equals", |n| format!("FROM a\nENV {}\nLABEL {}\nARG {}", "=".repeat(n), "a=".repeat(n), "=".repeat(n))),
    ("percent and at", |n| format!("FROM {}\nRUN curl http://{}", "a@".repeat(n), "u:p@".repeat(n))),
];
