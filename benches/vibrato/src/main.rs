//! `vibrato-bench compile FOLDER DICTIONARY`: a dictionary from lex.csv, matrix.def, char.def and unk.def in UTF-8.
//! `vibrato-bench tokenize DICTIONARY`: standard input, a line a sentence, in MeCab's output format.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use vibrato::{Dictionary, SystemDictionaryBuilder, Tokenizer};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["compile", folder, dictionary] => compile(Path::new(folder), dictionary),
        ["tokenize", dictionary] => tokenize(dictionary),
        _ => Err("compile FOLDER DICTIONARY, or tokenize DICTIONARY".into()),
    }
}

fn compile(folder: &Path, dictionary: &str) -> Result<(), Box<dyn Error>> {
    let open = |name: &str| File::open(folder.join(name)).map(BufReader::new);
    let built = SystemDictionaryBuilder::from_readers(
        open("lex.csv")?,
        open("matrix.def")?,
        open("char.def")?,
        open("unk.def")?,
    )?;
    built.write(BufWriter::new(File::create(dictionary)?))?;
    Ok(())
}

fn tokenize(dictionary: &str) -> Result<(), Box<dyn Error>> {
    let dictionary = Dictionary::read(BufReader::new(File::open(dictionary)?))?;
    // As MeCab does: white space divides and is no word.
    let tokenizer = Tokenizer::new(dictionary).ignore_space(true)?;
    let mut worker = tokenizer.new_worker();
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        worker.reset_sentence(line?);
        worker.tokenize();
        for token in worker.token_iter() {
            writeln!(out, "{}\t{}", token.surface(), token.feature())?;
        }
        out.write_all(b"EOS\n")?;
    }
    Ok(())
}
